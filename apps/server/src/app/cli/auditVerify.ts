// `shouwang audit verify`: seals what is open and walks the county's chain from its beginning.
import { sealAudit, verifyAudit } from '../../platform/audit/index.ts';
import { print, requireCounty, withInstallation } from './run.ts';

export async function auditVerifyCommand(options: { county: string }): Promise<void> {
  await withInstallation(async (installation) => {
    const { services } = installation;
    await requireCounty(installation, options.county);
    while ((await sealAudit(services.db, options.county)) > 0);
    const { sealed, broken } = await verifyAudit(services.db, options.county);
    if (broken === null) print(`审计链完整：${sealed} 条 / chain intact: ${sealed} events`);
    else {
      print(`审计链在第 ${broken} 条处断开 / chain broken at event ${broken}`);
      process.exitCode = 1;
    }
  });
}
