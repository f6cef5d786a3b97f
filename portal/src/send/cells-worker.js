// Reads the cells around some places of an office's file, apart from the page: that stays responsive however long the file is.
import { textWindows } from './text-cells.js';
import { workbookWindows } from './workbook-cells.js';

onmessage = async ({ data: { file, places } }) => {
  const isZip = new Uint8Array(await file.slice(0, 2).arrayBuffer()).join() === '80,75';
  try { postMessage(isZip ? await workbookWindows(file, places) : textWindows(await file.arrayBuffer(), places)); }
  // A file that is not read here is read by the server, which says what is wrong with it.
  catch (fault) { postMessage(new Map()); console.info(fault.message); }
};
