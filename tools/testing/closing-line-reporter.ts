// Ends a test run with one line a person or a script can read: `N passed, N failed`. A file that could
// not be read or a set-up that broke counts as a failure, so the line never says 0 failed of a broken run.
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        // A skipped test proves nothing; in this repository none may be skipped.
        else failed += 1;
      }
    }
    // After the other reporters' summaries, whatever their order.
    process.once('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`));
  }
}
