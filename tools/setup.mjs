// What the two commands need before anything else runs: the right Node, the packages of
// package-lock.json, and for browser tests a Chromium. Imports nothing but Node, since it runs on a
// fresh clone.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = [20, 19];
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const CHROMIUM_ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

/** Says the same in Chinese and English; ends the process with 1. */
export function giveUp(zh, en) {
  console.error(`\n${zh}\n${en}\n`);
  process.exit(1);
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  giveUp(
    `需要 Node.js ${OLDEST_NODE.join('.')} 或更高版本，这台机器上是 ${process.versions.node}。请从 https://nodejs.org 安装后重试。`,
    `Node.js ${OLDEST_NODE.join('.')} or later is needed, this machine has ${process.versions.node}. Install it from https://nodejs.org and try again.`,
  );
}

/** Installs the packages of package-lock.json when node_modules does not hold exactly those. */
export function requirePackages() {
  if (packagesInstalled()) return;
  console.log('正在安装依赖，第一次需要几分钟…  Installing packages, a few minutes the first time…');
  // `npm ci` takes exactly the lock file; where it finds a quarrel with the registry, `npm install` still keeps to it.
  const worked = [['ci'], ['install', '--no-save']].find((args) => npm([...args, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']) === 0);
  if (worked === undefined) {
    giveUp('依赖没有装好：请看上面 npm 的说明，检查网络后重试。', 'The packages could not be installed: see what npm says above, check the network and try again.');
  }
}

/** Runs npm, under `npm start` the one that is running; answers its exit code. */
function npm(args) {
  const running = process.env.npm_execpath;
  const options = { cwd: root, stdio: 'inherit' };
  return (running?.endsWith('.js') ? spawnSync(process.execPath, [running, ...args], options) : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })).status;
}

/** Compares package-lock.json with the list that npm leaves in node_modules at the end of an install. */
function packagesInstalled() {
  const installedList = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedList, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.link === entry.link;
  });
}

/** Path of a Chromium or Chrome on this machine, or null. CHROMIUM_PATH decides when set. */
export function findChromium() {
  const set = process.env.CHROMIUM_PATH;
  if (set !== undefined && set !== '') return set;
  const inPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [...CHROMIUM_NAMES.flatMap((name) => inPath.map((folder) => join(folder, name))), ...CHROMIUM_ELSEWHERE];
  return candidates.find(isExecutable) ?? null;
}

/** Installs Chromium where we may (Debian and Ubuntu as root), else says exactly what to install. */
export function requireChromium() {
  const found = findChromium();
  if (found !== null) return found;
  const debian = existsSync('/etc/debian_version');
  if (debian && process.getuid?.() === 0) {
    console.log('正在安装浏览器测试用的 Chromium…  Installing Chromium for the browser tests…');
    const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], options);
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  const command = debian
    ? 'sudo apt-get install chromium fonts-noto-cjk'
    : process.platform === 'darwin'
      ? 'brew install --cask google-chrome'
      : 'dnf install chromium google-noto-sans-cjk-fonts';
  return giveUp(
    `浏览器测试需要 Chromium 或 Chrome。请安装（例如 ${command}），或用 CHROMIUM_PATH 指明程序的路径，再运行 npm test。`,
    `The browser tests need Chromium or Chrome. Install one (for example: ${command}), or set CHROMIUM_PATH to its program, then run npm test again.`,
  );
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
