// node validate.js SCHEMA MESSAGE...  says what is wrong with JSON messages by a schema of draft 2019-09; nothing where they are right.
const fs = require('fs');
const Ajv = require('ajv/dist/2019').default;
const addFormats = require('ajv-formats').default;

const [schemaFile, ...messages] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(fs.readFileSync(schemaFile, 'utf8')));
for (const file of messages) {
  if (!validate(JSON.parse(fs.readFileSync(file, 'utf8')))) {
    for (const error of validate.errors.slice(0, 10)) { console.log(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`); }
  }
}
