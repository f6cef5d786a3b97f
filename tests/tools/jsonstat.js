// node jsonstat.js FILE  reads a JSON-stat answer with jsonstat-toolkit, and prints each figure that it has in hand: codes of its key, value, status.
const fs = require('fs');
const JSONstat = require('jsonstat-toolkit');

const dataset = JSONstat(JSON.parse(fs.readFileSync(process.argv[2], 'utf8')));
const time = dataset.role.time;
if (dataset.class !== 'dataset' || time.length !== 1) { throw new Error(`A ${dataset.class} with time ${time}.`); }
for (const row of dataset.Transform({ type: 'arrobj', content: 'id', status: true })) {
  if (row.value === null && row.status === null) { continue; }
  console.log([...dataset.id.map(id => row[id]), row.value ?? '', row.status ?? 'A'].join('|'));
}
