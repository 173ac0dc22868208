// `npm start`: everything from a fresh clone to a served county. Installs and builds what is missing or
// stale, then becomes the server. PORT (3000) and SHOUWANG_DATA (./data) choose port and folder.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { giveUp, requireNode, requirePackages, root } from './setup.mjs';

requireNode();
requirePackages();
const { build } = await import('./build.mjs');
await build();

process.env.NODE_ENV ??= 'production';
process.env.PORT ||= '3000';
process.env.SHOUWANG_DATA = resolve(process.env.SHOUWANG_DATA || join(root, 'data'));
await import(pathToFileURL(join(root, 'apps/server/dist/main.js')).href).catch((error) => {
  const { PORT: port, HOST: host, SHOUWANG_DATA: data, DATABASE_URL: database } = process.env;
  if (error.code === 'EADDRINUSE')
    giveUp(
      `端口 ${port} 已被占用：守望可能已在运行。请换一个端口，例如 PORT=3001 npm start。`,
      `Port ${port} is taken: Shouwang may be running already. Choose another, for example PORT=3001 npm start.`,
    );
  if (error.syscall === 'listen')
    giveUp(
      `不能在 ${host ?? '0.0.0.0'}:${port} 上提供服务（${error.message}）。请检查 HOST 和 PORT。`,
      `Cannot serve on ${host ?? '0.0.0.0'}:${port} (${error.message}). Check HOST and PORT.`,
    );
  if (error.message.startsWith('configuration: ')) giveUp(`设置有误：${error.message.slice(15)}`, `A setting is wrong: ${error.message.slice(15)}`);
  // Errors of the system and of PostgreSQL carry a code, also where they are the cause of another; bugs have none and show all they know.
  const known = error.code ?? error.cause?.code;
  if (known !== undefined && database)
    giveUp(
      `DATABASE_URL 指的数据库不能用：${error.message}。数据库须是 PostgreSQL 15 或更高版本，账号须是该库的所有者并能创建角色（CREATEROLE）。`,
      `The database of DATABASE_URL cannot be used: ${error.message}. It must be PostgreSQL 15 or later; the role must own the database and be allowed to create roles (CREATEROLE).`,
    );
  if (known !== undefined && error.path !== undefined) giveUp(`数据文件夹 ${data} 不能用：${error.message}`, `The data folder ${data} cannot be used: ${error.message}`);
  throw error;
});
