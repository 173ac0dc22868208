// `shouwang account …`: the first account of a county, a new password for one who lost his, and an end
// for one who left or whose phone was lost.
import { can, roles, type Role } from '@shouwang/domain/access';
import { InvalidArgumentError, type Command } from 'commander';
import { createAccount } from '../../modules/access/commands.ts';
import { disableAccount, findAccountByUsername, setPassword } from '../../modules/access/queries.ts';
import { endDeskSessions } from '../../platform/auth/session.ts';
import { audit } from '../../platform/audit/index.ts';
import { hashPassword, newPassword } from '../../platform/auth/password.ts';
import { systemActor } from '../../platform/db/index.ts';
import { CommandRefused, countyArgument, print, withInstallation } from './run.ts';

const roleArgument = (text: string): Role => {
  const role = roles.find((known) => known === text && known !== 'system');
  if (role === undefined || !can(role, 'session.own')) throw new InvalidArgumentError(roles.filter((known) => known !== 'system').join(' | '));
  return role;
};

async function create(options: { county: string; role: Role; scope: string; username: string; name: string; visitor?: string }): Promise<void> {
  await withInstallation(async ({ services }) => {
    const made = await services.db.tx(systemActor(options.county), (tx) =>
      // A prefecture's region is wider than the county under which its account is kept.
      createAccount(
        tx,
        options.role === 'prefecture' && /^\d{4}$/.test(options.scope) && options.county.startsWith(options.scope)
          ? { ...systemActor(options.county), scope: '' }
          : systemActor(options.county),
        { username: options.username, displayName: options.name, role: options.role, scope: options.role === 'visitor' ? '' : options.scope, visitorId: options.visitor ?? null },
      ),
    );
    if (!made.ok) throw new CommandRefused(made.refusal);
    print(`账号 account ${options.username}\n初始密码 first password ${made.value.firstPassword}`);
  });
}

async function reset(options: { county: string; username: string }): Promise<void> {
  await withInstallation(async ({ services }) => {
    const password = newPassword();
    await services.db.tx(systemActor(options.county), async (tx) => {
      const account = await findAccountByUsername(tx, options.username);
      if (account === undefined || account.county_code !== options.county) throw new CommandRefused({ code: 'notFound', details: { username: options.username } });
      await setPassword(tx, account.county_code, account.id, await hashPassword(password), true);
      await endDeskSessions(tx, { countyCode: account.county_code, accountId: account.id }, null);
      await audit(tx, { action: 'account.passwordReset', entity: 'account', entityId: account.id });
    });
    print(`新密码 new password ${password}`);
  });
}

async function disable(options: { county: string; username: string }): Promise<void> {
  await withInstallation(async ({ services }) => {
    await services.db.tx(systemActor(options.county), async (tx) => {
      const account = await findAccountByUsername(tx, options.username);
      if (account === undefined || account.county_code !== options.county) throw new CommandRefused({ code: 'notFound', details: { username: options.username } });
      await disableAccount(tx, account.county_code, account.id);
      await audit(tx, { action: 'account.disabled', entity: 'account', entityId: account.id });
    });
    print(`已停用 disabled ${options.username}`);
  });
}

export function accountCommands(program: Command): void {
  const account = program.command('account').description('账号 / accounts');
  account
    .command('create')
    .description('新建账号 / create an account')
    .requiredOption('--county <code>', '区县代码 / county code', countyArgument)
    .requiredOption('--role <role>', '角色 / role', roleArgument)
    .option('--scope <prefix>', '管辖区划代码 / division prefix', '')
    .requiredOption('--username <name>', '登录名 / sign-in name')
    .requiredOption('--name <name>', '姓名或单位 / display name')
    .option('--visitor <id>', '探访人员编号（角色 visitor）/ visitor id, for role visitor')
    .action(create);
  account
    .command('reset-password')
    .description('重设密码 / reset a password')
    .requiredOption('--county <code>', '区县代码 / county code', countyArgument)
    .requiredOption('--username <name>', '登录名 / sign-in name')
    .action(reset);
  account
    .command('disable')
    .description('停用账号及其手机 / shut out an account and its phones')
    .requiredOption('--county <code>', '区县代码 / county code', countyArgument)
    .requiredOption('--username <name>', '登录名 / sign-in name')
    .action(disable);
}
