// packages/domain/src/shared/dates.ts
const DAY_MS = 864e5;
/** Days since 1970-01-01. Throws on a malformed date: callers validate at the edge. */
function dayNumber(date) {
	const ms = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
	if (Number.isNaN(ms)) throw new Error(`not a date: ${date}`);
	return ms / DAY_MS;
}
const fromDayNumber = (day) => (/* @__PURE__ */ new Date(day * DAY_MS)).toISOString().slice(0, 10);
const addDays = (date, days) => fromDayNumber(dayNumber(date) + days);
/** 1 = Monday … 7 = Sunday. */
const weekday = (date) => ((dayNumber(date) + 3) % 7 + 7) % 7 + 1;
const firstDay = (date) => date.length === 7 ? `${date}-01` : date;
const monthOf = (date) => date.slice(0, 7);
function addMonths(month, count) {
	const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
	return `${Math.floor(index / 12)}-${String(index % 12 + 1).padStart(2, "0")}`;
}
const lastDayOfMonth = (month) => addDays(`${addMonths(month, 1)}-01`, -1);
/** The same day `count` calendar months later, the month's last day where it has no such day. */
function addCalendarMonths(date, count) {
	const month = addMonths(monthOf(date), count);
	const last = lastDayOfMonth(month);
	const same = `${month}-${date.slice(8, 10)}`;
	return same > last ? last : same;
}
/** Age in whole years 周岁 on a day; a birth without a day counts as the first of its month. */
function ageOn(birth, on) {
	const born = firstDay(birth);
	const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
	return on.slice(5) < born.slice(5) ? years - 1 : years;
}
const monthDays = [
	31,
	28,
	31,
	30,
	31,
	30,
	31,
	31,
	30,
	31,
	30,
	31
];
const isoDate = /^\d{4}-\d{2}-\d{2}$/;
/** Asked several times for every row of an import: by arithmetic, without a Date. */
function isIsoDate(text) {
	if (!isoDate.test(text)) return false;
	const [year, month, day] = [
		Number(text.slice(0, 4)),
		Number(text.slice(5, 7)),
		Number(text.slice(8, 10))
	];
	const isLeap = year % 4 === 0 && year % 100 !== 0 || year % 400 === 0;
	return day >= 1 && day <= (month === 2 && isLeap ? 29 : monthDays[month - 1] ?? 0);
}
const isPartialDate = (text) => isIsoDate(text) || /^\d{4}-\d{2}$/.test(text) && isIsoDate(`${text}-01`);
// packages/domain/src/ledger/identity.ts
const weights = [
	7,
	9,
	10,
	5,
	8,
	4,
	2,
	1,
	6,
	3,
	7,
	9,
	10,
	5,
	8,
	4,
	2
];
const checks = "10X98765432";
/** Check character of the first 17 digits, GB 11643-1999 (ISO 7064 MOD 11-2). */
function idNoCheck(first17) {
	let sum = 0;
	for (let i = 0; i < 17; i += 1) sum += Number(first17[i]) * weights[i];
	return checks[sum % 11];
}
/** What is wrong with an identity number that was already normalised (half width, upper case). */
function idNoProblem(idNo) {
	if (idNo === null || idNo === "") return "missing";
	if (/^\d{15}$/.test(idNo)) return isIsoDate(`19${idNo.slice(6, 8)}-${idNo.slice(8, 10)}-${idNo.slice(10, 12)}`) ? null : "birthDate";
	if (idNo.length !== 18) return "length";
	if (!/^\d{17}[\dX]$/.test(idNo)) return "characters";
	if (!isIsoDate(birthDateOfIdNo(idNo))) return "birthDate";
	return idNoCheck(idNo.slice(0, 17)) === idNo[17] ? null : "checkDigit";
}
const birthDateOfIdNo = (idNo) => idNo.length === 18 ? `${idNo.slice(6, 10)}-${idNo.slice(10, 12)}-${idNo.slice(12, 14)}` : null;
const sexOfIdNo = (idNo) => idNo.length === 18 ? Number(idNo[16]) % 2 === 1 ? "male" : "female" : null;
/** 610999********3684: the first six and last four, as offices mask it (domain-facts §4). */
const maskIdNo = (idNo) => idNo.length < 10 ? "*".repeat(idNo.length) : `${idNo.slice(0, 6)}${"*".repeat(idNo.length - 10)}${idNo.slice(-4)}`;
/** 190****0123 */
const maskPhone = (phone) => phone.length < 8 ? "*".repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
export { monthOf as _, maskPhone as a, addDays as c, dayNumber as d, firstDay as f, lastDayOfMonth as g, isPartialDate as h, maskIdNo as i, addMonths as l, isIsoDate as m, idNoCheck as n, sexOfIdNo as o, fromDayNumber as p, idNoProblem as r, addCalendarMonths as s, birthDateOfIdNo as t, ageOn as u, weekday as v };

//# sourceMappingURL=chunk-CV5WQ4-B.js.map