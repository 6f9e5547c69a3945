'use strict';

const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

/** The count of the last run, which .ci/run repeats. */
const countFile = join(__dirname, '..', '.anjie', 'test-count.txt');

/** Ends a test run with one plain line. A file that could not even be loaded counts as one failure. */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // A run that was interrupted, or found no test, counts as a failure.
    const hollow = results.wasInterrupted || results.numTotalTests === 0;
    this.line = `${results.numPassedTests} passed, ${hollow ? Math.max(failed, 1) : failed} failed`;
    mkdirSync(dirname(countFile), { recursive: true });
    writeFileSync(countFile, `${this.line}\n`);
    process.on('exit', () => process.stdout.write(`\n${this.line}\n`));
  }
};
