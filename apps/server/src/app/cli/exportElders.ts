// `shouwang export elders`: results for anybody who wants to compare them with another source.
import { once } from 'node:events';
import { exportElders } from '../../modules/classification/public.ts';
import { CommandRefused, requireCounty, withInstallation } from './run.ts';

interface Options {
  readonly county: string;
  readonly format: string;
  readonly asOf?: string;
  readonly reveal: boolean;
  readonly reason?: string;
}

export async function exportEldersCommand(options: Options): Promise<void> {
  if (options.format !== 'jsonl') throw new CommandRefused({ code: 'input.invalid', details: { field: '--format', allowed: ['jsonl'] } });
  await withInstallation(async (installation) => {
    const { services } = installation;
    await requireCounty(installation, options.county);
    const exported = await exportElders(services, {
      countyCode: options.county,
      reveal: options.reveal,
      ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
      ...(options.reason === undefined ? {} : { reason: options.reason }),
    });
    if (!exported.ok) throw new CommandRefused(exported.refusal);
    for await (const elder of exported.value) {
      if (!process.stdout.write(`${JSON.stringify(elder)}\n`)) await once(process.stdout, 'drain');
    }
  });
}
