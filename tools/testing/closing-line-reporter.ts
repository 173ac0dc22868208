// Ends a test run with one line a person or a script can read: `N passed, N failed`. Whatever broke
// outside a test (a file that could not be read, a set-up, a check of `npm test`) counts as a failure,
// so the line never says 0 failed of a broken run.
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length + Number(process.env['SHOUWANG_FAILED_CHECKS'] ?? 0);
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        // A skipped test proves nothing; in this repository none may be skipped.
        if (test.result().state === 'passed') passed += 1;
        else failed += 1;
      }
    }
    // After the other reporters' summaries, whatever their order.
    process.once('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`));
  }
}
