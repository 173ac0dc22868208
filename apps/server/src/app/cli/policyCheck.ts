// `shouwang policy check`: says in words what is wrong with policy packs, and where.
import { join } from 'node:path';
import { checkPacks, problemText } from '@shouwang/policies';
import { rootDir } from '../installation.ts';
import { print } from './run.ts';

export async function policyCheckCommand(path: string | undefined): Promise<void> {
  const shipped = join(rootDir, 'packages', 'policies', 'packs');
  const { files, problems } = path === undefined ? await checkPacks(shipped) : await checkPacks(path, shipped);
  for (const problem of problems) print(problemText(problem));
  if (problems.length > 0) {
    print(`\n${problems.length} 处要改 / ${problems.length} to mend`);
    process.exitCode = 1;
  } else print(`${files.length} 个政策包，没有问题 / ${files.length} packs, nothing wrong`);
}
