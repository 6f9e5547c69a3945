'use strict';

const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

/** Where the last run's count stands, for whoever has to repeat it (.ci/run does). */
const countFile = join(__dirname, '..', '.anjie', 'test-count.txt');

/** Ends a test run with one plain line. A file that could not even be loaded counts as one failure. */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // A run that was broken off, or found nothing, has proved nothing.
    const hollow = results.wasInterrupted || results.numTotalTests === 0;
    this.line = `${results.numPassedTests} passed, ${hollow ? Math.max(failed, 1) : failed} failed`;
    mkdirSync(dirname(countFile), { recursive: true });
    writeFileSync(countFile, `${this.line}\n`);
    process.on('exit', () => process.stdout.write(`\n${this.line}\n`));
  }
};
