#!/usr/bin/env node
const { main } = require('../dist/cli.cjs');
main(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
  // With all of it written, leaving the memory to the system is quicker than freeing it.
  if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
});
