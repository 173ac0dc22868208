import { _ as monthOf, d as dayNumber, f as firstDay, h as isPartialDate, m as isIsoDate, n as idNoCheck, o as sexOfIdNo, p as fromDayNumber, r as idNoProblem, t as birthDateOfIdNo, u as ageOn } from "./chunk-CV5WQ4-B.js";
import { createRequire } from "node:module";
import { link, mkdir, readFile as readFile$1, readdir, unlink, writeFile } from "node:fs/promises";
import { v7 } from "uuid";
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, randomFillSync } from "node:crypto";
import pg from "pg";
import sql, { default as sql$1 } from "sql-template-tag";
import { Environment } from "@marcbachmann/cel-js";
import { dirname, join as join$2 } from "node:path";
import { z } from "zod";
import { LineCounter, isNode as isNode$1, parseDocument } from "yaml";
import { pinyin } from "pinyin-pro";
import { detectDelimiter, streamCsvRows } from "hucre/csv";
import { readXlsx, streamXlsxRows } from "hucre/xlsx";
import "pino";
// packages/domain/src/shared/refusal.ts
const ok = (value) => ({
	ok: true,
	value
});
const refuse = (code, details) => ({
	ok: false,
	refusal: details === void 0 ? { code } : {
		code,
		details
	}
});
// packages/domain/src/facts/index.ts
/** Category words of the glossary (product.md). A pack says which of them its county uses. */
const categories = [
	"livingAlone",
	"emptyNest",
	"leftBehind",
	"careDependent",
	"severeDisability",
	"familyPlanningSpecial",
	"destituteAtHome",
	"kinless",
	"cognitivelyImpaired",
	"advancedAge"
];
/** `clear`: readable under row level security. `sealed`: encrypted by field (quality bar S2). */
const factCatalogue = {
	name: { protection: "clear" },
	sex: { protection: "clear" },
	birthDate: { protection: "clear" },
	idNo: { protection: "sealed" },
	phone: { protection: "sealed" },
	ethnicity: { protection: "clear" },
	division: { protection: "clear" },
	group: { protection: "clear" },
	address: { protection: "sealed" },
	hukou: { protection: "clear" },
	maritalStatus: { protection: "clear" },
	livesWith: { protection: "clear" },
	children: { protection: "sealed" },
	abilityLevel: { protection: "sealed" },
	disability: { protection: "sealed" },
	familyPlanning: { protection: "sealed" },
	destitute: { protection: "sealed" },
	minimumLiving: { protection: "sealed" },
	illnesses: { protection: "sealed" },
	chronicConditions: { protection: "sealed" },
	monthlyAid: { protection: "sealed" },
	wantsVisits: { protection: "clear" },
	statedCategories: { protection: "clear" },
	location: { protection: "sealed" },
	diedOn: { protection: "clear" },
	remark: { protection: "sealed" }
};
const factKeys = Object.keys(factCatalogue);
/**
* Kinds of source, from which a pack ranks who is believed. `decision` is a person's decision and
* stands above all; `ledger` is what the village clerk wrote.
*/
const sourceKinds = [
	"decision",
	"deathRegister",
	"disabilityRegister",
	"assessmentRegister",
	"aidRegister",
	"familyPlanningRegister",
	"healthRegister",
	"locationList",
	"visit",
	"survey",
	"ledger"
];
// packages/domain/src/ledger/effective.ts
const position = (rank, key, source) => {
	if (source === "decision") return -1;
	const order = rank[key] ?? rank.default;
	const index = order.indexOf(source);
	return index === -1 ? order.length : index;
};
/** Does `a` count before `b`? Total over sources, so that the order of files never matters. */
function countsBefore(rank, a, b) {
	const difference = position(rank, a.key, a.source) - position(rank, b.key, b.source);
	if (difference !== 0) return difference < 0;
	if (a.sourceDate !== b.sourceDate) return a.sourceDate > b.sourceDate;
	return sourceKinds.indexOf(a.source) < sourceKinds.indexOf(b.source);
}
/** For each key the fact that counts. Takes one fact per source and key: what that source said last. */
function decideFacts(facts, rank) {
	const best = /* @__PURE__ */ new Map();
	for (const fact of facts) {
		const known = best.get(fact.key);
		if (known === void 0 || countsBefore(rank, fact, known)) best.set(fact.key, fact);
	}
	return best;
}
/** Effective values of all keys. Pure; the store keeps its result and can rebuild it at any time. */
function deriveEffective(facts, rank) {
	const effective = {};
	for (const [key, fact] of decideFacts(facts, rank)) effective[key] = fact.value;
	return effective;
}
// packages/domain/src/ledger/statements.ts
/** Equal as data; the order of keys in an object does not matter, the order in a list does. */
function sameValue(a, b) {
	if (a === b) return true;
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
	if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
	const left = Object.entries(a).filter(([, value]) => value !== void 0);
	const right = Object.entries(b).filter(([, value]) => value !== void 0);
	return left.length === right.length && left.every(([key, value]) => sameValue(value, b[key]));
}
const nothingSaid = () => ({
	current: /* @__PURE__ */ new Map(),
	places: /* @__PURE__ */ new Map()
});
/** Keys of what a statement says that is new. */
function newKeys(said, statement) {
	const keys = [];
	for (const key of factKeys) {
		const value = statement.facts[key];
		if (value === void 0) continue;
		const current = said.current.get(`${statement.source} ${key}`);
		if (current !== void 0 && sameValue(current.value, value)) continue;
		const place = `${statement.source} ${statement.sourceRef} ${key}`;
		if (current !== void 0 && statement.source !== "decision" && said.places.has(place) && sameValue(said.places.get(place), value)) continue;
		keys.push(key);
	}
	return keys;
}
/** Adds a statement to what was said; statements come in the order in which they were recorded. */
function say(said, statement) {
	for (const key of factKeys) {
		const value = statement.facts[key];
		if (value === void 0) continue;
		said.current.set(`${statement.source} ${key}`, {
			key,
			value,
			source: statement.source,
			sourceDate: statement.sourceDate,
			sourceRef: statement.sourceRef,
			statementId: statement.id
		});
		said.places.set(`${statement.source} ${statement.sourceRef} ${key}`, value);
	}
}
/** Remarks that the effective facts themselves give rise to; those of reading a file stand beside. */
const derivedRemarks = [
	"idNo.missing",
	"idNo.length",
	"idNo.characters",
	"idNo.birthDate",
	"idNo.checkDigit",
	"idNo.birthDiffers",
	"idNo.sexDiffers",
	"birthDate.monthOnly"
];
/** Pure: an identity number that fails its check, or says another birth or sex than the file. */
function deriveRemarks(effective) {
	const remarks = [];
	const problem = idNoProblem(effective.idNo ?? null);
	if (problem !== null) remarks.push(`idNo.${problem}`);
	else if (effective.idNo !== void 0) {
		const born = birthDateOfIdNo(effective.idNo);
		const sex = sexOfIdNo(effective.idNo);
		if (born !== null && effective.birthDate !== void 0 && (effective.birthDate.length === 7 ? born.slice(0, 7) !== effective.birthDate : born !== firstDay(effective.birthDate))) remarks.push("idNo.birthDiffers");
		if (sex !== null && effective.sex !== void 0 && sex !== effective.sex) remarks.push("idNo.sexDiffers");
	}
	if (effective.birthDate?.length === 7) remarks.push("birthDate.monthOnly");
	return remarks;
}
// packages/domain/src/divisions/index.ts
const divisionLevels = [
	"province",
	"prefecture",
	"county",
	"town",
	"village",
	"group"
];
const significant = {
	province: 2,
	prefecture: 4,
	county: 6,
	town: 9,
	village: 12,
	group: 15
};
/** Level by the digits that are not padding; null where the text is not a division code. */
function levelOf(code) {
	if (!/^\d{2,15}$/.test(code)) return null;
	if (code.length > 12) return code.length === 15 ? "group" : null;
	const digits = code.padEnd(12, "0");
	if (digits.endsWith("0000000000")) return "province";
	if (digits.endsWith("00000000")) return "prefecture";
	if (digits.endsWith("000000")) return "county";
	if (digits.endsWith("000")) return "town";
	return "village";
}
/** Pads what a list writes (`610926`, `610926107`) to the full code; null where it is none. */
const fullCode = (code) => levelOf(code) === null ? null : code.length > 12 ? code : code.padEnd(12, "0");
const countyOf = (code) => code.slice(0, 6);
const parentOf = (code) => {
	const level = levelOf(code);
	if (level === null || level === "province") return null;
	const above = divisionLevels[divisionLevels.indexOf(level) - 1];
	return code.slice(0, significant[above]).padEnd(12, "0");
};
// packages/domain/src/visits/visit.ts
const visitModes = [
	"home",
	"phone",
	"video",
	"group"
];
// packages/domain/src/network/index.ts
/** Kinds of people on a roster; the county's own word for each is in its pack's terms. */
const visitorKinds = [
	"helper",
	"villageCadre",
	"gridWorker",
	"workTeamMember",
	"assignedCadre",
	"volunteer",
	"other"
];
// apps/server/src/platform/clock.ts
const day$1 = new Intl.DateTimeFormat("en-CA", {
	timeZone: "Asia/Shanghai",
	year: "numeric",
	month: "2-digit",
	day: "2-digit"
});
/** Calendar day of an instant where the counties live. */
const localDay = (instant) => day$1.format(instant);
const fixedClock = (iso) => ({
	now: () => new Date(iso),
	today: () => localDay(new Date(iso))
});
/** UUIDv7: ordered by time, so that inserts go to the end of their index. */
const newId = () => v7();
// apps/server/src/platform/db/index.ts
const types = { getTypeParser(oid, format) {
	if (oid === 20 || oid === 1700) return (value) => Number(value);
	if (oid === 1082) return (value) => value;
	if (oid === 1184 || oid === 1114) return (value) => new Date(value.includes("+") || value.endsWith("Z") ? value : `${value}Z`).toISOString();
	return pg.types.getTypeParser(oid, format);
} };
/** Digits after '9' in the C collation: `prefix <= code < prefix + ':'` is "begins with prefix". */
const scopeRange = (prefix) => prefix === "" ? {
	from: "",
	to: ""
} : {
	from: prefix,
	to: `${prefix}:`
};
/** Actor of the installation itself in one county: command line, jobs, reactions. Audited as `system`. */
const systemActor = (countyCode) => ({
	accountId: null,
	countyCode,
	role: "system",
	scope: countyCode,
	visitorId: null
});
const digits$1 = /^\d{0,15}$/;
const uuid = /^[0-9a-f-]{36}$/i;
function beginStatement(actor, today) {
	if (!digits$1.test(actor.scope) || !digits$1.test(actor.countyCode) || actor.visitorId !== null && !uuid.test(actor.visitorId) || actor.accountId !== null && !uuid.test(actor.accountId)) throw new Error("actor with malformed scope");
	const range = scopeRange(actor.scope);
	return `begin; set local app.county = '${actor.countyCode}'; set local app.scope_from = '${range.from}'; set local app.scope_to = '${range.to}'; set local app.visitor = '${actor.visitorId ?? ""}'; set local app.account = '${actor.accountId ?? ""}'; set local app.today = '${today ?? ""}'`;
}
const statementNames = /* @__PURE__ */ new Map();
function nameOf(text) {
	let name = statementNames.get(text);
	if (name === void 0) {
		name = createHash("sha1").update(text).digest("base64url");
		statementNames.set(text, name);
	}
	return name;
}
/** Opens a pool as shouwang_app. `clock` gives the county's calendar day for row level security. */
function openDb(connectionString, options = {}) {
	const pool = new pg.Pool({
		connectionString,
		max: options.max ?? 12,
		types,
		options: "-c role=shouwang_app -c timezone=UTC",
		idleTimeoutMillis: 3e4,
		connectionTimeoutMillis: 5e3
	});
	pool.on("error", () => void 0);
	return {
		pool,
		close: () => pool.end(),
		async tx(actor, work) {
			const client = await pool.connect();
			const effects = [];
			let broken;
			let depth = 0;
			const tx = {
				actor,
				client,
				async query(statement, queryOptions) {
					const text = statement.text;
					return (await client.query(queryOptions?.prepare === true ? {
						name: nameOf(text),
						text,
						values: statement.values
					} : {
						text,
						values: statement.values
					})).rows;
				},
				async savepoint(inner) {
					depth += 1;
					const name = `s${depth}`;
					await client.query(`savepoint ${name}`);
					try {
						const value = await inner();
						await client.query(`release savepoint ${name}`);
						return value;
					} catch (error) {
						await client.query(`rollback to savepoint ${name}`);
						throw error;
					}
				},
				afterCommit: (effect) => void effects.push(effect)
			};
			try {
				await client.query(beginStatement(actor, options.today?.() ?? null));
				const value = await work(tx);
				await client.query("commit");
				for (const effect of effects) effect();
				return value;
			} catch (error) {
				await client.query("rollback").catch((failure) => {
					broken = failure instanceof Error ? failure : /* @__PURE__ */ new Error("rollback failed");
				});
				throw error;
			} finally {
				client.release(broken);
			}
		}
	};
}
// apps/server/src/platform/sync/pull.ts
/** Notes that something phones may hold has changed. */
async function feed(tx, entity, ids) {
	if (ids.length === 0) return;
	await tx.query(sql`insert into feed (county_code, entity, entity_id) select ${tx.actor.countyCode}, ${entity}, unnest(${ids}::uuid[])`, { prepare: true });
}
// apps/server/src/modules/network/assignments.ts
/** Records assignments set-based; answers in order. The same one again changes nothing. */
async function recordAssignments(tx, items) {
	const county = tx.actor.countyCode;
	const open = await tx.query(sql`select id, elder_id, visitor_id, role from assignment where county_code = ${county} and elder_id = any(${items.map((item) => item.elderId)}::uuid[]) and to_date is null for update`);
	const responsible = new Map(open.filter((row) => row.role === "responsible").map((row) => [row.elder_id, row]));
	const others = new Set(open.filter((row) => row.role !== "responsible").map((row) => `${row.elder_id} ${row.visitor_id} ${row.role}`));
	const ended = /* @__PURE__ */ new Map();
	const created = /* @__PURE__ */ new Map();
	const answers = items.map((item) => {
		if (item.role !== "responsible") {
			const key = `${item.elderId} ${item.visitorId} ${item.role}`;
			if (others.has(key)) return { outcome: "unchanged" };
			others.add(key);
			const id = newId();
			created.set(id, {
				...item,
				id
			});
			return { outcome: "created" };
		}
		const before = responsible.get(item.elderId);
		if (before?.visitor_id === item.visitorId) return { outcome: "unchanged" };
		const id = newId();
		if (before !== void 0 && !created.delete(before.id)) ended.set(before.id, item.from);
		created.set(id, {
			...item,
			id
		});
		responsible.set(item.elderId, {
			id,
			elder_id: item.elderId,
			visitor_id: item.visitorId,
			role: "responsible"
		});
		return { outcome: before === void 0 ? "created" : "replaced" };
	});
	if (ended.size > 0) await tx.query(sql`update assignment a set to_date = greatest(a.from_date, r.from_date - 1) from unnest(${[...ended.keys()]}::uuid[], ${[...ended.values()]}::date[]) as r(id, from_date) where a.county_code = ${county} and a.id = r.id`);
	const rows = [...created.values()];
	if (rows.length > 0) {
		await tx.query(sql`insert into assignment (county_code, id, elder_id, visitor_id, division_code, role, from_date, source_ref)
      select ${county}, r.id, r.elder_id, r.visitor_id, e.division_code, r.role, r.from_date, r.source_ref
      from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.elderId)}::uuid[], ${rows.map((row) => row.visitorId)}::uuid[], ${rows.map((row) => row.role)}::text[], ${rows.map((row) => row.from)}::date[], ${rows.map((row) => row.sourceRef)}::text[])
        as r(id, elder_id, visitor_id, role, from_date, source_ref) join elder e on e.county_code = ${county} and e.id = r.elder_id`);
		await showResponsible(tx, [...new Set(rows.map((row) => row.elderId))]);
	}
	return answers;
}
/** Brings what lists and phones show of these elders up to date with their assignments. */
async function showResponsible(tx, elderIds) {
	const county = tx.actor.countyCode;
	const touched = await tx.query(sql`update elder e set responsible_name = r.name, updated_at = now()
    from (select i.id, v.name from unnest(${[...elderIds]}::uuid[]) as i(id)
      left join assignment a on a.county_code = ${county} and a.elder_id = i.id and a.role = 'responsible' and a.to_date is null
      left join visitor v on v.county_code = a.county_code and v.id = a.visitor_id) r
    where e.county_code = ${county} and e.id = r.id returning e.division_code`);
	await feed(tx, "elder", elderIds);
	const month = monthOf((await tx.query(sql`select app_today() as today`))[0]?.today ?? "");
	await tx.query(sql`insert into rollup_dirty (county_code, month, division_code) select ${county}, ${month}, unnest(${[...new Set(touched.map((row) => row.division_code))]}::text[])`);
}
/** People on the list in a range of divisions whom nobody is responsible for. */
async function countUncovered(tx) {
	const [row] = await tx.query(sql`select count(*) as count from elder where county_code = ${tx.actor.countyCode} and responsible_name is null and closed_on is null and list_state <> 'left' and tier_code is not null`);
	return row?.count ?? 0;
}
// apps/server/src/platform/reactions.ts
/** Queues a reaction in the transaction of the fact; a second one of the same key is not queued. */
async function react(tx, kind, key, payload) {
	await tx.query(sql`insert into reaction (county_code, id, kind, key, payload) values (${tx.actor.countyCode}, ${newId()}, ${kind}, ${key}, ${JSON.stringify(payload)}::jsonb) on conflict (county_code, kind, key) do nothing`);
}
// packages/domain/src/classification/namedFacts.ts
/** Type of each named fact in an expression. */
const namedFactTypes = {
	age: "int",
	sex: "string",
	ruralHukou: "bool",
	married: "bool",
	widowed: "bool",
	hasSpouse: "bool",
	noSpouse: "bool",
	livesAlone: "bool",
	livesWithSpouse: "bool",
	livesWithChild: "bool",
	livesWithGrandchild: "bool",
	livesWithOtherKin: "bool",
	inInstitution: "bool",
	childrenCount: "int",
	hasChildren: "bool",
	noChildren: "bool",
	childrenInHousehold: "int",
	childrenInVillage: "int",
	childrenInTown: "int",
	childrenInCounty: "int",
	childrenPlaceUnknown: "int",
	allChildrenAwayMonths: "int",
	abilityLevel: "int",
	disabilityGrade: "int",
	disabilityValid: "bool",
	familyPlanning: "string",
	destitute: "string",
	minimumLiving: "bool",
	illnesses: "list<string>",
	seriousIllness: "bool",
	wantsVisits: "bool"
};
const namedFactKeys = Object.keys(namedFactTypes);
const digit = (text, at) => text.charCodeAt(at) - 48;
const yearOf = (date) => digit(date, 0) * 1e3 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3);
const monthIndexOf = (date) => yearOf(date) * 12 + digit(date, 5) * 10 + digit(date, 6) - 1;
const dayOf = (date) => date.length === 7 ? 1 : digit(date, 8) * 10 + digit(date, 9);
const monthLengths = [
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
function lastDay(monthIndex) {
	const month = monthIndex % 12;
	if (month !== 1) return monthLengths[month];
	const year = (monthIndex - 1) / 12;
	return year % 4 === 0 && year % 100 !== 0 || year % 400 === 0 ? 29 : 28;
}
/**
* Whole calendar months since a date that may lack its day. The same count as `monthsBetween`, in
* whole numbers only: this runs for every child of every elder (quality bar P6).
*/
function monthsSince(since, asOf) {
	const at = monthIndexOf(asOf);
	const months = at - monthIndexOf(since);
	if (months <= 0) return months;
	const today = dayOf(asOf);
	return today < dayOf(since) && today < lastDay(at) ? months - 1 : months;
}
function countChildren(children, asOf) {
	const counts = {
		inHousehold: 0,
		inVillage: 0,
		inTown: 0,
		inCounty: 0,
		placeUnknown: 0,
		allAwayMonths: -1
	};
	let awayMonths = 1e400;
	for (const child of children) {
		const place = child.place ?? (child.awaySince === void 0 ? void 0 : "outsideCounty");
		if (place === "outsideCounty") {
			const months = child.awaySince === void 0 ? -1 : monthsSince(child.awaySince, asOf);
			if (months < awayMonths) awayMonths = months;
			continue;
		}
		awayMonths = -1;
		if (place === void 0) {
			counts.placeUnknown += 1;
			continue;
		}
		counts.inCounty += 1;
		if (place === "sameCounty") continue;
		counts.inTown += 1;
		if (place === "sameTown") continue;
		counts.inVillage += 1;
		if (place === "sameHousehold") counts.inHousehold += 1;
	}
	counts.allAwayMonths = awayMonths === 1e400 || awayMonths < 0 ? -1 : awayMonths;
	return counts;
}
const containsTerm = (illness, terms) => {
	for (const term of terms) if (illness.includes(term)) return true;
	return false;
};
const none$1 = [];
/**
* Illnesses that were noted, and of the chronic conditions of the health list those that the pack
* calls serious: high blood pressure alone is not an illness in the sense of the rules.
*/
function illnessesOf(effective, serious) {
	const noted = effective.illnesses ?? none$1;
	const chronic = effective.chronicConditions;
	if (chronic === void 0 || chronic.length === 0) return noted;
	const added = chronic.filter((name) => containsTerm(name, serious) && !noted.includes(name));
	return added.length === 0 ? noted : [...noted, ...added];
}
/** Named facts of one elder as of a day; pure. `asOf` is `YYYY-MM-DD`. */
function deriveNamedFacts(effective, asOf, options) {
	const marital = effective.maritalStatus;
	const companions = effective.livesWith ?? none$1;
	const children = effective.children;
	const counts = countChildren(children ?? none$1, asOf);
	const illnesses = illnessesOf(effective, options.seriousIllnesses);
	const disability = effective.disability ?? null;
	return {
		age: effective.birthDate === void 0 ? -1 : ageOn(effective.birthDate, asOf),
		sex: effective.sex ?? "",
		ruralHukou: effective.hukou === "rural",
		married: marital === "married",
		widowed: marital === "widowed",
		hasSpouse: marital === void 0 ? companions.includes("spouse") : marital === "married",
		noSpouse: marital !== void 0 && marital !== "married",
		livesAlone: companions.length > 0 && companions.every((companion) => companion === "alone"),
		livesWithSpouse: companions.includes("spouse"),
		livesWithChild: companions.includes("child"),
		livesWithGrandchild: companions.includes("grandchild"),
		livesWithOtherKin: companions.includes("parent") || companions.includes("sibling") || companions.includes("otherKin"),
		inInstitution: companions.includes("institution"),
		childrenCount: children === void 0 ? -1 : children.length,
		hasChildren: children !== void 0 && children.length > 0,
		noChildren: children !== void 0 && children.length === 0,
		childrenInHousehold: counts.inHousehold,
		childrenInVillage: counts.inVillage,
		childrenInTown: counts.inTown,
		childrenInCounty: counts.inCounty,
		childrenPlaceUnknown: counts.placeUnknown,
		allChildrenAwayMonths: counts.allAwayMonths,
		abilityLevel: effective.abilityLevel ?? -1,
		disabilityGrade: disability === null ? 0 : disability.grade,
		disabilityValid: disability !== null && disability.valid,
		familyPlanning: effective.familyPlanning ?? "",
		destitute: effective.destitute ?? "",
		minimumLiving: effective.minimumLiving ?? false,
		illnesses,
		seriousIllness: illnesses.some((name) => containsTerm(name, options.seriousIllnesses)),
		wantsVisits: effective.wantsVisits ?? false
	};
}
// packages/domain/src/classification/expression.ts
/** Named facts that are themselves derived with a list of the pack. */
const valuesBehindFacts = { seriousIllness: "seriousIllnesses" };
const categoryVariable = (category) => `is__${category}`;
const valueConstant = (key) => `v__${key.replaceAll(".", "_")}`;
const macros = /* @__PURE__ */ new Set([
	"exists",
	"exists_one",
	"all",
	"filter",
	"map"
]);
function constantOf(value) {
	if (typeof value === "number") return Number.isInteger(value) ? ["int", BigInt(value)] : ["double", value];
	if (typeof value === "boolean") return ["bool", value];
	if (typeof value === "string") return ["string", value];
	return ["list<string>", value];
}
const isNode = (part) => typeof part === "object" && part !== null && "op" in part && "range" in part;
/** `a.b.c` as its parts, null where the node is anything but names joined by dots. */
function dottedName(node) {
	if (node.op === "id") return [node.args];
	if (node.op !== ".") return null;
	const head = dottedName(node.args[0]);
	return head === null ? null : [...head, node.args[1]];
}
function collectNames(node, bound, names) {
	const [root, ...path] = dottedName(node) ?? [];
	if (root !== void 0 && !bound.has(root)) {
		if (root === "v" && path.length > 0) {
			const key = path.join(".");
			names.values.add(key);
			names.replacements.push({
				start: node.start,
				end: node.end,
				text: valueConstant(key)
			});
			return;
		}
		if (root === "is" && path.length === 1) {
			names.categories.add(path[0]);
			names.replacements.push({
				start: node.start,
				end: node.end,
				text: `is__${path[0]}`
			});
			return;
		}
		names.facts.add(root);
		return;
	}
	if (node.op === "rcall" && macros.has(node.args[0])) {
		const [, receiver, [variable, ...rest]] = node.args;
		collectNames(receiver, bound, names);
		const inner = variable?.op === "id" ? /* @__PURE__ */ new Set([...bound, variable.args]) : bound;
		for (const part of rest) collectNames(part, inner, names);
		return;
	}
	const visit = (part) => {
		if (isNode(part)) collectNames(part, bound, names);
		else if (Array.isArray(part)) part.forEach(visit);
	};
	visit(node.args);
}
/** The cheapest way to run an expression: many are a single truth, some are the same for everyone. */
function shortest(run, isConstant) {
	if (isConstant) {
		const result = run() === true;
		return () => result;
	}
	const { ast } = run;
	if (ast.op === "id") {
		const name = ast.args;
		return (context) => context[name] === true;
	}
	return (context) => run(context) === true;
}
/** First line of a library message; the rest is a drawing of the place. */
const firstLine = (error) => String(error instanceof Error ? error.message : error).split("\n", 1)[0];
/** A reader of expressions for packs with these values. Reading is slow (a compilation), running fast. */
function expressionReader(values) {
	const environment = new Environment();
	for (const key of namedFactKeys) environment.registerVariable(key, namedFactTypes[key]);
	for (const category of categories) environment.registerVariable(categoryVariable(category), "bool");
	for (const [key, value] of Object.entries(values)) environment.registerConstant(valueConstant(key), ...constantOf(value.value));
	const refuse = (problem) => ({
		ok: false,
		problem
	});
	return (text) => {
		let parsed;
		try {
			parsed = environment.parse(text);
		} catch (error) {
			return refuse({
				kind: "syntax",
				detail: firstLine(error)
			});
		}
		const names = {
			facts: /* @__PURE__ */ new Set(),
			values: /* @__PURE__ */ new Set(),
			categories: /* @__PURE__ */ new Set(),
			replacements: []
		};
		collectNames(parsed.ast, /* @__PURE__ */ new Set(), names);
		const knownFacts = namedFactKeys.filter((key) => names.facts.has(key));
		for (const name of names.facts) if (!Object.hasOwn(namedFactTypes, name)) return refuse({
			kind: "unknownFact",
			name
		});
		const knownCategories = categories.filter((category) => names.categories.has(category));
		for (const name of names.categories) if (!knownCategories.some((category) => category === name)) return refuse({
			kind: "unknownCategory",
			name
		});
		for (const fact of knownFacts) {
			const behind = valuesBehindFacts[fact];
			if (behind !== void 0) names.values.add(behind);
		}
		for (const name of names.values) if (!Object.hasOwn(values, name)) return refuse({
			kind: "unknownValue",
			name
		});
		let rewritten = text;
		for (const part of names.replacements.toSorted((a, b) => b.start - a.start)) rewritten = rewritten.slice(0, part.start) + part.text + rewritten.slice(part.end);
		const run = environment.parse(rewritten);
		const checked = run.check();
		if (!checked.valid) return refuse({
			kind: "type",
			detail: firstLine(checked.error)
		});
		if (checked.type !== "bool") return refuse({
			kind: "notTruth",
			detail: checked.type ?? ""
		});
		try {
			const holds = shortest(run, knownFacts.length + knownCategories.length === 0);
			return {
				ok: true,
				expression: {
					facts: knownFacts,
					values: [...names.values],
					categories: knownCategories,
					holds
				}
			};
		} catch (error) {
			return refuse({
				kind: "type",
				detail: firstLine(error)
			});
		}
	};
}
// packages/domain/src/policy/values.ts
function getValue(pack, key) {
	const found = pack.values[key];
	if (found === void 0) throw new Error(`pack ${pack.id} has no value ${key}`);
	return found.value;
}
const wrongKind = (pack, key, wanted) => /* @__PURE__ */ new Error(`value ${key} of pack ${pack.id} is not a ${wanted}`);
function getList(pack, key) {
	const value = getValue(pack, key);
	if (typeof value !== "object") throw wrongKind(pack, key, "list");
	return value;
}
/** The pack after the county confirmed these values: results that rest on them are no longer proposals. */
function withConfirmations(pack, confirmedKeys) {
	const values = { ...pack.values };
	for (const key of confirmedKeys) {
		const value = values[key];
		if (value?.status === "provisional") values[key] = {
			...value,
			status: "confirmed"
		};
	}
	return {
		...pack,
		values
	};
}
// packages/domain/src/classification/compile.ts
/** Small whole numbers as CEL wants them, made once: ages, counts, months. */
const bigints = Array.from({ length: 1024 }, (_, index) => BigInt(index - 1));
const toBigint = (value) => bigints[value + 1] ?? BigInt(value);
const unique = (items) => [...new Set(items)];
function valuesRead(pack, keys) {
	const read = {};
	for (const key of keys) {
		const value = pack.values[key];
		if (value !== void 0) read[key] = {
			value: value.value,
			provisional: value.status === "provisional"
		};
	}
	return read;
}
function factsRead(keys, named) {
	const read = {};
	for (const key of keys) read[key] = named[key];
	return read;
}
/** Compiles a resolved pack; refuses (`policy.invalid`) the first expression that cannot be used. */
function compilePack(pack) {
	const read = expressionReader(pack.values);
	const isProvisional = (key) => pack.values[key]?.status === "provisional";
	const conditions = [];
	const byText = /* @__PURE__ */ new Map();
	const categoryRules = /* @__PURE__ */ new Map();
	let refusal = null;
	const compileCondition = (rule, text) => {
		const known = byText.get(text);
		if (known !== void 0) return known;
		const result = read(text);
		if (!result.ok) {
			const { problem } = result;
			refusal ??= refuse("policy.invalid", {
				pack: pack.id,
				rule,
				expr: text,
				problem: problem.kind,
				detail: "name" in problem ? problem.name : problem.detail
			});
			return null;
		}
		const condition = {
			...result.expression,
			index: conditions.length,
			readsProvisional: result.expression.values.some(isProvisional)
		};
		conditions.push(condition);
		byText.set(text, condition);
		return condition;
	};
	const compileRule = (kind, rule, result) => {
		const compiled = [];
		for (const { expr } of rule.when) {
			const condition = compileCondition(rule.id, expr);
			if (condition === null) continue;
			if (kind === "category" && condition.categories.length > 0) refusal ??= refuse("policy.invalid", {
				pack: pack.id,
				rule: rule.id,
				expr,
				problem: "categoryInCategoryRule"
			});
			compiled.push(condition);
		}
		const behind = compiled.flatMap((condition) => condition.categories.flatMap((category) => categoryRules.get(category) ?? []));
		return {
			id: rule.id,
			result,
			kind,
			source: rule.source,
			when: rule.when,
			conditions: compiled,
			inOrder: compiled.toSorted((a, b) => Number(a.readsProvisional) - Number(b.readsProvisional)),
			facts: unique([...compiled.flatMap((condition) => condition.facts), ...behind.flatMap((other) => other.facts)]),
			values: Object.assign(valuesRead(pack, compiled.flatMap((condition) => condition.values)), ...behind.map((other) => other.values))
		};
	};
	for (const rule of pack.categoryRules) {
		const compiled = compileRule("category", rule, rule.category);
		categoryRules.set(rule.category, [...categoryRules.get(rule.category) ?? [], compiled]);
	}
	const tierRules = pack.tierRules.map((rule) => compileRule("tier", rule, rule.tier));
	if (refusal !== null) return refusal;
	const groups = unique([...pack.targets, ...tierRules.flatMap((rule) => rule.conditions.flatMap((condition) => condition.categories))]).map((category) => ({
		category,
		variable: categoryVariable(category),
		isTarget: pack.targets.includes(category),
		rules: categoryRules.get(category) ?? []
	}));
	const usedRules = [...groups.flatMap((group) => group.rules), ...tierRules];
	const usedFacts = unique(usedRules.flatMap((rule) => rule.conditions.flatMap((condition) => condition.facts)));
	const numbers = usedFacts.filter((key) => namedFactTypes[key] === "int");
	const others = usedFacts.filter((key) => namedFactTypes[key] !== "int");
	const tiers = new Map(pack.tiers.map((tier) => [tier.code, {
		code: tier.code,
		visits: tier.visits,
		period: tier.period,
		modes: tier.modes
	}]));
	const seriousIllnesses = Object.hasOwn(pack.values, "seriousIllnesses") ? getList(pack, "seriousIllnesses") : [];
	const context = {};
	const held = new Int8Array(conditions.length);
	const provisionalCategories = /* @__PURE__ */ new Set();
	const begin = (effective, asOf) => {
		const named = deriveNamedFacts(effective, asOf, { seriousIllnesses });
		for (const key of numbers) context[key] = toBigint(named[key]);
		for (const key of others) context[key] = named[key];
		held.fill(0);
		provisionalCategories.clear();
		return named;
	};
	const holds = (condition) => {
		const known = held[condition.index];
		if (known !== 0) return known === 1;
		const result = condition.holds(context);
		held[condition.index] = result ? 1 : 2;
		return result;
	};
	const isSoft = (condition) => {
		if (condition.readsProvisional) return true;
		if (condition.categories.length === 0) return false;
		for (const category of condition.categories) if (provisionalCategories.has(category)) return true;
		return false;
	};
	const decideRule = (rule) => {
		let soft = false;
		let failed = false;
		for (const condition of rule.inOrder) {
			const result = holds(condition);
			if (isSoft(condition)) {
				soft = true;
				failed ||= !result;
			} else if (!result) return "fails";
		}
		if (failed) return "softFails";
		return soft ? "softHolds" : "holds";
	};
	const decideCategories = (named, found, reasons) => {
		let provisional = false;
		for (const group of groups) {
			let holdsAtAll = false;
			let firm = false;
			let soft = false;
			for (const rule of group.rules) {
				const outcome = decideRule(rule);
				if (outcome === "fails") continue;
				if (outcome === "softFails") {
					soft = true;
					continue;
				}
				holdsAtAll = true;
				if (outcome === "holds") firm = true;
				else soft = true;
				if (group.isTarget) reasons.push({
					rule: rule.id,
					result: rule.result,
					source: rule.source,
					facts: factsRead(rule.facts, named),
					values: rule.values
				});
			}
			context[group.variable] = holdsAtAll;
			if (holdsAtAll && group.isTarget) found.push(group.category);
			if (soft && !firm) {
				provisionalCategories.add(group.category);
				provisional ||= group.isTarget;
			}
		}
		return provisional;
	};
	/** The first rule that holds gives the tier; it is firm where no soft rule before it gives another. */
	const decideTier = (named, reasons) => {
		let code = null;
		let firm = null;
		const soft = [];
		const holding = [];
		for (const rule of tierRules) {
			if (firm !== null && rule.result !== code) continue;
			const outcome = decideRule(rule);
			if (outcome === "fails") continue;
			if (firm === null && outcome !== "holds") soft.push(rule.result);
			if (outcome === "softFails") continue;
			code ??= rule.result;
			holding.push(rule);
			if (outcome === "holds") firm ??= rule.result;
		}
		for (const rule of holding) if (rule.result === code) reasons.push({
			rule: rule.id,
			result: rule.result,
			source: rule.source,
			facts: factsRead(rule.facts, named),
			values: rule.values
		});
		return {
			tier: code === null ? null : tiers.get(code) ?? null,
			provisional: soft.some((other) => other !== firm)
		};
	};
	const classify = (effective, asOf) => {
		const named = begin(effective, asOf);
		const found = [];
		const reasons = [];
		let provisional = decideCategories(named, found, reasons);
		let tier = null;
		if (found.length > 0) {
			const decided = decideTier(named, reasons);
			tier = decided.tier;
			provisional ||= decided.provisional;
		}
		return {
			categories: found,
			tier,
			reasons,
			provisional,
			packId: pack.id,
			packVersion: pack.version,
			asOf
		};
	};
	const explain = (effective, asOf) => {
		const named = begin(effective, asOf);
		decideCategories(named, [], []);
		return usedRules.map((rule) => {
			const outcomes = rule.conditions.map((condition, index) => {
				const { expr, label } = rule.when[index];
				const behind = condition.categories.flatMap((category) => categoryRules.get(category) ?? []);
				return {
					expr,
					label,
					holds: holds(condition),
					facts: factsRead(unique([...condition.facts, ...behind.flatMap((other) => other.facts)]), named),
					values: Object.assign(valuesRead(pack, condition.values), ...behind.map((other) => other.values))
				};
			});
			return {
				rule: rule.id,
				result: rule.result,
				kind: rule.kind,
				source: rule.source,
				holds: outcomes.every((outcome) => outcome.holds),
				conditions: outcomes
			};
		});
	};
	return ok({
		packId: pack.id,
		packVersion: pack.version,
		classify,
		explain
	});
}
// apps/server/src/platform/audit/index.ts
async function audit(tx, ...events) {
	if (events.length === 0) return;
	const { countyCode, accountId, role } = tx.actor;
	await tx.query(sql`insert into audit_event (county_code, id, actor, actor_role, action, entity, entity_id, division_code, details)
        select ${countyCode}, e.id, ${accountId}::uuid, ${role}, e.action, e.entity, e.entity_id, e.division, e.details
        from jsonb_to_recordset(${JSON.stringify(events.map((event) => ({
		id: newId(),
		action: event.action,
		entity: event.entity ?? null,
		entity_id: event.entityId ?? null,
		division: event.division ?? null,
		details: event.details ?? {}
	})))}::jsonb) as e(id uuid, action text, entity text, entity_id text, division text, details jsonb)`, { prepare: true });
}
Buffer.alloc(32);
sql`e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, e.actor, e.actor_role, e.action, e.entity, e.entity_id, e.division_code, e.details::text as details`;
// packages/policies/src/problem.ts
const pathText = (path) => path.map((step, index) => typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`).join("");
// packages/policies/src/packFile.ts
const text = z.string().trim().min(1);
const words$1 = z.strictObject({
	zh: text,
	en: text
});
const date = z.string().refine(isIsoDate, "date");
const clause$1 = z.strictObject({
	document: text,
	clause: text,
	summary: words$1.exactOptional()
});
const key = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/, "key");
const ruleId = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/, "key");
const code = z.string().regex(/^[a-z][A-Za-z0-9]*$/, "key");
const value = z.strictObject({
	value: z.union([
		z.number(),
		z.string(),
		z.boolean(),
		z.array(z.string())
	]),
	status: z.enum(["given", "provisional"]),
	label: words$1,
	source: clause$1
});
const condition = z.strictObject({
	expr: text,
	label: words$1
});
const categoryRule = z.strictObject({
	id: ruleId,
	category: z.enum(categories),
	when: z.array(condition).min(1),
	source: clause$1
});
const tierRule = z.strictObject({
	id: ruleId,
	tier: code,
	when: z.array(condition).min(1),
	source: clause$1
});
const tier = z.strictObject({
	code,
	label: words$1,
	visits: z.int().min(1).max(31),
	period: z.enum(["week", "month"]),
	modes: z.array(z.enum(visitModes)).min(1),
	source: clause$1
});
const formItem = z.strictObject({
	key: code,
	label: words$1,
	kind: z.enum([
		"change",
		"safety",
		"choice",
		"number",
		"text"
	]),
	options: z.array(z.strictObject({
		code,
		label: words$1
	})).exactOptional(),
	finding: z.array(text).exactOptional(),
	sealed: z.boolean().exactOptional(),
	required: z.boolean().exactOptional()
});
const visitForm = z.strictObject({
	id: text,
	version: z.int().min(1),
	title: words$1,
	source: clause$1,
	sections: z.array(z.strictObject({
		key: code,
		label: words$1,
		items: z.array(formItem).min(1)
	})).min(1)
});
const packSchema = z.strictObject({
	id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "packId"),
	version: text,
	title: words$1,
	division: z.string().regex(/^(\d{2}|\d{4}|\d{6})?$/, "division"),
	extends: text.nullable(),
	effectiveFrom: date,
	effectiveTo: date.nullable().default(null),
	template: z.boolean().default(false),
	/** Who approved a rule below the national floor, where this pack has one. */
	approvedBy: text.exactOptional(),
	documents: z.record(code, z.strictObject({
		title: text,
		number: text.nullable(),
		issuer: text,
		date: date.nullable()
	})).default({}),
	terms: z.record(code, words$1).default({}),
	values: z.record(key, value).default({}),
	targets: z.array(z.enum(categories)).min(1).exactOptional(),
	/** Rules of the packs below it in the chain that do not hold here. */
	remove: z.array(ruleId).default([]),
	categoryRules: z.array(categoryRule).default([]),
	tiers: z.array(tier).default([]),
	tierRules: z.array(tierRule).default([]),
	sourceRank: z.partialRecord(z.enum(["default", ...factKeys]), z.array(z.enum(sourceKinds)).min(1)).default({}),
	visitForm: visitForm.exactOptional(),
	silent: z.array(z.strictObject({
		subject: words$1,
		source: clause$1
	})).default([])
});
// packages/policies/src/parse.ts
const kinds = {
	string: {
		zh: "文字",
		en: "text"
	},
	number: {
		zh: "数字",
		en: "a number"
	},
	int: {
		zh: "整数",
		en: "a whole number"
	},
	boolean: {
		zh: "是或否（true、false）",
		en: "true or false"
	},
	array: {
		zh: "清单",
		en: "a list"
	},
	object: {
		zh: "一组项目",
		en: "a group of entries"
	},
	record: {
		zh: "一组项目",
		en: "a group of entries"
	},
	null: {
		zh: "空",
		en: "empty"
	}
};
const kindWords = (kind) => kinds[kind] ?? {
	zh: kind,
	en: kind
};
/** Sentences for the checks that packSchema names itself. */
const named$1 = {
	date: {
		zh: "应为存在的日期，写作 2023-12-06",
		en: "must be a real date, written 2023-12-06"
	},
	key: {
		zh: "名称只能用英文字母和数字，以小写字母开头",
		en: "a name has letters and digits only and begins with a small letter"
	},
	packId: {
		zh: "编号写作 pingli-2023：小写字母、数字和短横",
		en: "an id is written like pingli-2023: small letters, digits, dashes"
	},
	division: {
		zh: "区划代码应为空（全国）或 2、4、6 位数字，加引号",
		en: "the division is empty (nation) or 2, 4 or 6 digits, in quotes"
	}
};
function wordsOf(issue, isMissing, name) {
	if (isMissing) return {
		zh: `缺少“${name}”`,
		en: `"${name}" is missing`
	};
	switch (issue.code) {
		case "invalid_type": {
			const wanted = kindWords(issue.expected);
			return {
				zh: `“${name}”应为${wanted.zh}`,
				en: `"${name}" must be ${wanted.en}`
			};
		}
		case "unrecognized_keys": return {
			zh: `不认识的项目：${issue.keys.join("、")}，请检查拼写`,
			en: `unknown entry: ${issue.keys.join(", ")}; check the spelling`
		};
		case "invalid_value": return {
			zh: `“${name}”应为其中之一：${issue.values.join("、")}`,
			en: `"${name}" must be one of: ${issue.values.join(", ")}`
		};
		case "invalid_key": return {
			zh: `“${name}”：不认识的名称，或写法不对`,
			en: `"${name}" is not a known name, or not written like one`
		};
		case "invalid_union": return {
			zh: `“${name}”应为数字、文字、是或否，或文字清单`,
			en: `"${name}" must be a number, text, true or false, or a list of texts`
		};
		case "too_small": return issue.origin === "number" ? {
			zh: `“${name}”不能小于 ${issue.minimum}`,
			en: `"${name}" must be ${issue.minimum} or more`
		} : {
			zh: `“${name}”不能为空`,
			en: `"${name}" must not be empty`
		};
		case "too_big": return {
			zh: `“${name}”不能大于 ${issue.maximum}`,
			en: `"${name}" must be ${issue.maximum} or less`
		};
		default: {
			const own = named$1[issue.message];
			return own === void 0 ? {
				zh: `“${name}”写法不对`,
				en: `"${name}" is not written right`
			} : {
				zh: `“${name}”${own.zh}`,
				en: `"${name}": ${own.en}`
			};
		}
	}
}
function lineFinder(document, lines) {
	return (path) => {
		for (let length = path.length; length >= 0; length -= 1) {
			const found = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
			if (isNode$1(found) && found.range) return lines.linePos(found.range[0]).line;
		}
		return null;
	};
}
/**
* Reads one pack file. `fileName` is only for messages. Rules that need other packs (expressions,
* what is extended) are looked at by checkPackFiles.
*/
function parsePack(yamlText, fileName) {
	const lines = new LineCounter();
	const document = parseDocument(yamlText, {
		lineCounter: lines,
		prettyErrors: false
	});
	if (document.errors.length > 0) return {
		ok: false,
		problems: document.errors.map((error) => ({
			file: fileName,
			path: "",
			line: lines.linePos(error.pos[0]).line,
			message: {
				zh: `不是正确的 YAML，请检查这一行的缩进、引号和冒号（${error.message}）`,
				en: `not valid YAML; check indentation, quotes and colons of this line (${error.message})`
			}
		}))
	};
	const lineOf = lineFinder(document, lines);
	const parsed = packSchema.safeParse(document.toJS());
	if (parsed.success) return {
		ok: true,
		pack: {
			...parsed.data,
			fileName,
			lineOf
		}
	};
	return {
		ok: false,
		problems: parsed.error.issues.map((issue) => {
			const path = issue.path;
			const isMissing = issue.code === "invalid_type" && path.length > 0 && !document.hasIn(path);
			const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : void 0;
			return {
				file: fileName,
				path: pathText(path),
				line: lineOf(unknown === void 0 ? path : [...path, unknown]),
				message: wordsOf(issue, isMissing, String(path.at(-1) ?? fileName))
			};
		})
	};
}
// packages/policies/src/resolve.ts
function problemAt(file, path, zh, en) {
	return {
		file: file.fileName,
		path: pathText(path),
		line: file.lineOf(path),
		message: {
			zh,
			en
		}
	};
}
/** The files of a chain, from the nation down, or why there is none. */
function findChain(files, id) {
	const chain = [];
	let wanted = id;
	while (wanted !== null) {
		const at = wanted;
		const below = chain[0];
		const file = files.find((candidate) => candidate.id === at);
		if (file === void 0) return {
			ok: false,
			problems: [below === void 0 ? {
				file: "",
				path: "",
				line: null,
				message: {
					zh: `没有编号为“${at}”的政策包`,
					en: `there is no pack "${at}"`
				}
			} : problemAt(below, ["extends"], `所依据的政策包“${at}”不存在`, `the pack "${at}" that it extends does not exist`)]
		};
		if (chain.includes(file)) return {
			ok: false,
			problems: [problemAt(below, ["extends"], `“${at}”绕回到自己，不能互相依据`, `"${at}" leads back to itself; packs cannot extend each other in a circle`)]
		};
		chain.unshift(file);
		wanted = file.extends;
	}
	return {
		ok: true,
		files: chain
	};
}
/** Overrides keep the place of what they override; new ones come first or last. */
function overlay(above, below, keyOf, newOnes) {
	const overrides = new Map(below.map((item) => [keyOf(item), item]));
	const known = new Set(above.map(keyOf));
	const kept = above.map((item) => overrides.get(keyOf(item)) ?? item);
	const added = below.filter((item) => !known.has(keyOf(item)));
	return newOnes === "first" ? [...added, ...kept] : [...kept, ...added];
}
function layOver(above, file) {
	const isKept = (rule) => !file.remove.includes(rule.id);
	return {
		...headOf(file),
		documents: {
			...above.documents,
			...file.documents
		},
		terms: {
			...above.terms,
			...file.terms
		},
		values: {
			...above.values,
			...file.values
		},
		targets: file.targets ?? above.targets,
		categoryRules: overlay(above.categoryRules.filter(isKept), file.categoryRules, (rule) => rule.id, "last"),
		tiers: overlay(above.tiers, file.tiers, (tier) => tier.code, "first"),
		tierRules: overlay(above.tierRules.filter(isKept), file.tierRules, (rule) => rule.id, "first"),
		sourceRank: {
			...above.sourceRank,
			...file.sourceRank
		},
		visitForm: file.visitForm ?? above.visitForm,
		silent: [...file.silent, ...above.silent]
	};
}
const headOf = (file) => ({
	id: file.id,
	version: file.version,
	title: file.title,
	division: file.division,
	extends: file.extends,
	effectiveFrom: file.effectiveFrom,
	effectiveTo: file.effectiveTo,
	template: file.template
});
function wholePack(file) {
	const { targets, visitForm, sourceRank } = file;
	const missing = (name) => problemAt(file, [name], `不依据其他政策包时必须写明“${name}”`, `a pack that extends none must have "${name}"`);
	if (targets === void 0) return {
		ok: false,
		problems: [missing("targets")]
	};
	if (visitForm === void 0) return {
		ok: false,
		problems: [missing("visitForm")]
	};
	if (sourceRank.default === void 0) return {
		ok: false,
		problems: [missing("sourceRank")]
	};
	return {
		ok: true,
		chain: [file.id],
		pack: {
			...headOf(file),
			documents: file.documents,
			terms: file.terms,
			values: file.values,
			targets,
			categoryRules: file.categoryRules,
			tiers: file.tiers,
			tierRules: file.tierRules,
			sourceRank: {
				...sourceRank,
				default: sourceRank.default
			},
			visitForm,
			silent: file.silent
		}
	};
}
/**
* The whole pack of an id: every file of its chain, one over the other. The result has the shape
* that rules run on; whether its rules make sense is checkPackFiles' matter.
*/
function resolveChain(files, id) {
	const found = findChain(files, id);
	if (!found.ok) return found;
	const [top, ...below] = found.files;
	const whole = wholePack(top);
	if (!whole.ok) return whole;
	return {
		ok: true,
		pack: below.reduce(layOver, whole.pack),
		chain: found.files.map((file) => file.id)
	};
}
// packages/policies/src/load.ts
const isPackFile = (name) => /\.ya?ml$/.test(name);
/** All pack files of a folder, in order of their names. Throws where the folder cannot be read. */
async function loadPacks(folder) {
	const names = (await readdir(folder)).filter(isPackFile).toSorted();
	const packs = [];
	const problems = [];
	for (const name of names) {
		const path = join$2(folder, name);
		const parsed = parsePack(await readFile$1(path, "utf8"), path);
		if (parsed.ok) packs.push(parsed.pack);
		else problems.push(...parsed.problems);
	}
	return {
		packs,
		problems
	};
}
// apps/server/src/modules/policy/packs.ts
/** Where the shipped packs lie, whether this runs from source or from the bundle. */
const packsFolder = join$2(dirname(createRequire(import.meta.url).resolve("@shouwang/policies")), "..", "packs");
let known = null;
/**
* All packs that can be resolved, by identifier. One that is broken is not among them: a county that
* works by it hears of it when it is asked for, and `shouwang policy check` says what is wrong.
*/
function knownPacks() {
	known ??= readPacks();
	return known;
}
async function readPacks() {
	const { packs } = await loadPacks(packsFolder);
	const resolved = packs.map((file) => resolveChain(packs, file.id));
	return new Map(resolved.flatMap((one) => one.ok ? [[one.pack.id, {
		pack: one.pack,
		chain: one.chain
	}]] : []));
}
// apps/server/src/modules/policy/queries.ts
async function findPackId(tx, countyCode) {
	const [row] = await tx.query(sql`select pack_id from county where county_code = ${countyCode}`, { prepare: true });
	return row?.pack_id ?? null;
}
async function listConfirmedKeys(tx, countyCode, packId) {
	return (await tx.query(sql`select distinct value_key from policy_confirmation where county_code = ${countyCode} and pack_id = ${packId} order by value_key`, { prepare: true })).map((row) => row.value_key);
}
// apps/server/src/modules/policy/public.ts
const compiledPacks = /* @__PURE__ */ new Map();
/** A resolved pack with these values confirmed, ready to run; compiled once per process. */
function prepared(known, confirmedKeys) {
	const key = JSON.stringify([
		known.pack.id,
		known.pack.version,
		confirmedKeys
	]);
	let found = compiledPacks.get(key);
	if (found === void 0) {
		const pack = withConfirmations(known.pack, confirmedKeys);
		const compiled = compilePack(pack);
		if (!compiled.ok) throw new Error(`pack ${pack.id} does not compile: ${JSON.stringify(compiled.refusal)}`);
		found = {
			pack,
			compiled: compiled.value,
			chain: known.chain,
			key
		};
		compiledPacks.set(key, found);
	}
	return found;
}
/**
* The county's pack: the one set for it, else the one written for its division, else the national
* baseline, which holds everywhere.
*/
async function getPackInForce(tx, countyCode = tx.actor.countyCode) {
	const packs = await knownPacks();
	const id = await findPackId(tx, countyCode);
	const all = [...packs.values()];
	const known = id === null ? all.find((one) => one.pack.division === countyCode && !one.pack.template) ?? all.find((one) => one.pack.division === "") : packs.get(id);
	if (known === void 0) throw new Error(`the policy pack ${id ?? "of the nation"} cannot be used; see shouwang policy check`);
	return prepared(known, await listConfirmedKeys(tx, countyCode, known.pack.id));
}
// apps/server/src/modules/ledger/sealing.ts
const purposes = {
	idNo: "elder.idNo",
	phone: "elder.phone",
	effective: "elder.effective",
	statement: "elder.statement",
	reasons: "classification.reasons",
	idNoIndex: "idNo"
};
function ledgerSeal(crypto, countyCode) {
	const open = (purpose, sealed) => JSON.parse(crypto.open(countyCode, purpose, sealed));
	return {
		idNo: (value) => crypto.seal(countyCode, purposes.idNo, value),
		openIdNo: (sealed) => crypto.open(countyCode, purposes.idNo, sealed),
		idNoIndex: (value) => crypto.blindIndex(countyCode, purposes.idNoIndex, value),
		phone: (value) => crypto.seal(countyCode, purposes.phone, value),
		openPhone: (sealed) => crypto.open(countyCode, purposes.phone, sealed),
		effective: (facts) => crypto.seal(countyCode, purposes.effective, JSON.stringify(facts)),
		openEffective: (sealed) => open(purposes.effective, sealed),
		statement: (facts) => crypto.seal(countyCode, purposes.statement, JSON.stringify(facts)),
		openStatement: (sealed) => open(purposes.statement, sealed),
		reasons: (reasons) => crypto.seal(countyCode, purposes.reasons, JSON.stringify(reasons)),
		openReasons: (sealed) => open(purposes.reasons, sealed)
	};
}
const heard = /* @__PURE__ */ new Map();
const HEARD_LIMIT = 5e4;
/** Pinyin of a name, its first character read as a surname; signs such as `·` fall away. */
function soundOf(name) {
	const known = heard.get(name);
	if (known !== void 0) return known;
	const syllables = pinyin(name, {
		toneType: "none",
		type: "array",
		surname: "head",
		v: true,
		nonZh: "removed"
	});
	const sound = {
		pinyin: syllables.join(""),
		initials: syllables.map((syllable) => syllable[0] ?? "").join("")
	};
	if (heard.size >= HEARD_LIMIT) heard.clear();
	heard.set(name, sound);
	return sound;
}
// apps/server/src/platform/db/packed.ts
function pack(values) {
	const starts = [];
	const lengths = [];
	const parts = [];
	let at = 1;
	for (const value of values) {
		starts.push(value === null ? null : at);
		lengths.push(value === null ? null : value.length);
		if (value === null) continue;
		parts.push(value);
		at += value.length;
	}
	return {
		bytes: Buffer.concat(parts),
		starts,
		lengths
	};
}
/** The value of a row; null where it has none. */
const cut = (source, start, length) => sql$1`substring(${source.bytes}::bytea from ${start} for ${length})`;
// apps/server/src/modules/ledger/store.ts
const statementOf = (row, seal) => ({
	id: row.id,
	source: row.source,
	sourceDate: row.source_date,
	sourceRef: row.source_ref,
	facts: row.sealed_values === null ? row.clear_values : {
		...row.clear_values,
		...seal.openStatement(row.sealed_values)
	}
});
/** Statements about these elders in the order in which they were recorded. */
async function listStatements(tx, countyCode, elderIds) {
	return tx.query(sql`select id, elder_id, source, source_date, source_ref, clear_values, sealed_values, recorded_at, recorded_by
        from fact_statement where county_code = ${countyCode} and elder_id = any(${elderIds}::uuid[]) order by recorded_at, id`, { prepare: true });
}
/** What has been said about each of these elders. */
async function loadSaid(tx, countyCode, elderIds, seal) {
	const said = new Map(elderIds.map((id) => [id, nothingSaid()]));
	if (elderIds.length === 0) return said;
	for (const row of await listStatements(tx, countyCode, elderIds)) {
		const about = said.get(row.elder_id);
		if (about !== void 0) say(about, statementOf(row, seal));
	}
	return said;
}
/** Locks the elders that are visible, in order of id so that two writers never wait for each other. */
async function lockElders(tx, countyCode, elderIds) {
	if (elderIds.length === 0) return [];
	return tx.query(sql`select id, remarks from elder where county_code = ${countyCode} and id = any(${elderIds}::uuid[]) order by id for no key update`, { prepare: true });
}
async function insertStatements(tx, countyCode, statements, seal) {
	if (statements.length === 0) return;
	const clear = [];
	const sealed = pack(statements.map(({ facts }) => {
		const open = {};
		const shut = {};
		for (const [key, value] of Object.entries(facts)) (factCatalogue[key].protection === "clear" ? open : shut)[key] = value;
		clear.push(JSON.stringify(open));
		return Object.keys(shut).length === 0 ? null : seal.statement(shut);
	}));
	await tx.query(sql`insert into fact_statement (county_code, id, elder_id, source, source_date, source_ref, clear_values, sealed_values, recorded_by)
        select ${countyCode}, u.id, u.elder_id, u.source, u.source_date, u.source_ref, u.clear::jsonb, ${cut(sealed, sql`u.start`, sql`u.length`)}, u.recorded_by
        from unnest(${statements.map((s) => s.id)}::uuid[], ${statements.map((s) => s.elderId)}::uuid[], ${statements.map((s) => s.source)}::text[], ${statements.map((s) => s.sourceDate)}::date[],
          ${statements.map((s) => s.sourceRef)}::text[], ${clear}::text[], ${sealed.starts}::int[], ${sealed.lengths}::int[], ${statements.map((s) => s.recordedBy)}::uuid[])
          as u(id, elder_id, source, source_date, source_ref, clear, start, length, recorded_by)`, { prepare: true });
}
function elderSource(rows) {
	const idNo = pack(rows.map((r) => r.idNoSealed));
	const index = pack(rows.map((r) => r.idNoIndex));
	const phone = pack(rows.map((r) => r.phoneSealed));
	const effective = pack(rows.map((r) => r.effectiveSealed));
	return sql`(select u.id, u.division, u.group_name, u.name, u.pinyin, u.initials, u.sex, u.birth, u.precision,
      ${cut(idNo, sql`u.id_at`, sql`u.id_len`)} as id_no_sealed, ${cut(index, sql`u.ix_at`, sql`u.ix_len`)} as id_no_index, u.problem,
      ${cut(phone, sql`u.ph_at`, sql`u.ph_len`)} as phone_sealed, ${cut(effective, sql`u.ef_at`, sql`u.ef_len`)} as effective_sealed,
      string_to_array(u.remarks, ',') as remarks, u.entered_on
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.division)}::text[], ${rows.map((r) => r.group)}::text[], ${rows.map((r) => r.name)}::text[],
      ${rows.map((r) => r.pinyin)}::text[], ${rows.map((r) => r.initials)}::text[], ${rows.map((r) => r.sex)}::text[], ${rows.map((r) => r.birthDate)}::date[], ${rows.map((r) => r.birthPrecision)}::text[],
      ${idNo.starts}::int[], ${idNo.lengths}::int[], ${index.starts}::int[], ${index.lengths}::int[], ${rows.map((r) => r.idNoProblem)}::text[],
      ${phone.starts}::int[], ${phone.lengths}::int[], ${effective.starts}::int[], ${effective.lengths}::int[], ${rows.map((r) => r.remarks.join(","))}::text[], ${rows.map((r) => r.enteredOn)}::date[])
      as u(id, division, group_name, name, pinyin, initials, sex, birth, precision, id_at, id_len, ix_at, ix_len, problem, ph_at, ph_len, ef_at, ef_len, remarks, entered_on))`;
}
async function insertElders(tx, countyCode, rows) {
	if (rows.length === 0) return;
	await tx.query(sql`insert into elder (county_code, id, division_code, group_name, name, name_pinyin, name_initials, sex, birth_date, birth_precision, id_no_sealed, id_no_index, id_no_problem, phone_sealed, effective_sealed, remarks, entered_on, revision)
        select ${countyCode}, s.id, s.division, s.group_name, s.name, s.pinyin, s.initials, s.sex, s.birth, s.precision, s.id_no_sealed, s.id_no_index, s.problem, s.phone_sealed, s.effective_sealed, s.remarks, s.entered_on, 1
        from ${elderSource(rows)} s`, { prepare: true });
}
async function updateElders(tx, countyCode, rows) {
	if (rows.length === 0) return;
	await tx.query(sql`update elder e set division_code = s.division, group_name = s.group_name, name = s.name, name_pinyin = s.pinyin, name_initials = s.initials, sex = s.sex, birth_date = s.birth, birth_precision = s.precision,
          id_no_sealed = s.id_no_sealed, id_no_index = s.id_no_index, id_no_problem = s.problem, phone_sealed = s.phone_sealed, effective_sealed = s.effective_sealed, remarks = s.remarks,
          revision = e.revision + 1, updated_at = now()
        from ${elderSource(rows)} s where e.county_code = ${countyCode} and e.id = s.id`, { prepare: true });
}
// apps/server/src/modules/ledger/record.ts
/** Kind of the reaction after facts changed: payload {elderIds, asOf: string | null}. */
const ELDERS_CHANGED = "elders.changed";
const isDerived = (remark) => derivedRemarks.includes(remark);
/**
* Records what was said, item by item in order, within the caller's transaction; answers in the same
* order. Recomputes effective values and the columns that follow from them, notes the change for
* phones and queues the reaction `elders.changed` for those whose effective values changed.
* Thousands of items a call. Throws where a new file has no name or division (a bug of the caller).
*/
async function recordStatements(services, tx, items, options = {}) {
	const county = tx.actor.countyCode;
	const seal = ledgerSeal(services.crypto, county);
	const rank = (await getPackInForce(tx)).pack.sourceRank;
	const files = await openFiles$1(tx, county, items, seal, rank);
	const answers = [];
	const statements = [];
	for (const item of items) {
		const file = item.elderId === null ? newFile(files, item) : files.get(item.elderId);
		if (file === void 0) {
			answers.push({
				elderId: "",
				created: false,
				changedKeys: [],
				statementId: null,
				refusal: { code: "elder.notVisible" }
			});
			continue;
		}
		const changedKeys = file.said === null && file.first === null ? factKeys.filter((key) => item.facts[key] !== void 0) : newKeys(saidOf(file), item);
		let statementId = null;
		if (changedKeys.length > 0) {
			const facts = {};
			for (const key of changedKeys) facts[key] = item.facts[key];
			statementId = newId();
			const statement = {
				id: statementId,
				elderId: file.id,
				source: item.source,
				sourceDate: item.sourceDate,
				sourceRef: item.sourceRef,
				facts,
				recordedBy: item.recordedBy
			};
			statements.push(statement);
			if (file.said === null && file.first === null) file.first = statement;
			else say(saidOf(file), statement);
			file.isTouched = true;
		}
		if (item.remarks !== void 0) {
			file.remarks ??= /* @__PURE__ */ new Set();
			for (const remark of item.remarks) if (!isDerived(remark)) file.remarks.add(remark);
		}
		answers.push({
			elderId: file.id,
			created: item.elderId === null,
			changedKeys,
			statementId
		});
	}
	const inserted = [];
	const updated = [];
	const changed = [];
	for (const file of files.values()) {
		const effective = !file.isTouched ? file.before : file.said === null && file.first !== null ? file.first.facts : deriveEffective(saidOf(file).current.values(), rank);
		const remarks = [...deriveRemarks(effective), ...file.remarks ?? file.remarksBefore.filter((remark) => !isDerived(remark))];
		if (!file.isTouched && sameSet(remarks, file.remarksBefore)) continue;
		(file.isNew ? inserted : updated).push(columnsOf$1(file, effective, remarks, seal));
		if (file.isNew || !sameValue(effective, file.before)) changed.push(file.id);
	}
	await insertElders(tx, county, inserted);
	await updateElders(tx, county, updated);
	await insertStatements(tx, county, statements, seal);
	if (changed.length > 0) {
		await feed(tx, "elder", changed);
		await react(tx, ELDERS_CHANGED, newId(), {
			elderIds: changed,
			asOf: options.asOf ?? null
		});
	}
	return answers;
}
/** What was said about an elder so far, built once there is more than one statement. */
function saidOf(file) {
	if (file.said === null) {
		file.said = nothingSaid();
		if (file.first !== null) say(file.said, file.first);
	}
	return file.said;
}
const sameSet = (a, b) => a.length === b.length && a.every((item) => b.includes(item));
async function openFiles$1(tx, county, items, seal, rank) {
	const made = new Set(items.map((item) => item.newElderId));
	const locked = await lockElders(tx, county, [...new Set(items.map((item) => item.elderId))].filter((id) => id !== null && !made.has(id)));
	const said = await loadSaid(tx, county, locked.map((elder) => elder.id), seal);
	return new Map(locked.map(({ id, remarks }) => {
		const about = said.get(id) ?? nothingSaid();
		return [id, {
			id,
			isNew: false,
			said: about,
			first: null,
			before: deriveEffective(about.current.values(), rank),
			enteredOn: "1970-01-01",
			remarksBefore: remarks,
			remarks: null,
			isTouched: false
		}];
	}));
}
function newFile(files, item) {
	const id = item.newElderId ?? newId();
	const file = {
		id,
		isNew: true,
		said: null,
		first: null,
		before: {},
		enteredOn: item.sourceDate,
		remarksBefore: [],
		remarks: null,
		isTouched: false
	};
	files.set(id, file);
	return file;
}
/** Columns of an elder as they follow from his effective facts. */
function columnsOf$1(file, effective, remarks, seal) {
	const { name, division, birthDate, idNo, phone } = effective;
	if (name === void 0 || division === void 0) throw new Error("a file needs a name and a division");
	const sound = soundOf(name);
	return {
		id: file.id,
		division,
		group: effective.group ?? null,
		name,
		pinyin: sound.pinyin,
		initials: sound.initials,
		sex: effective.sex ?? null,
		birthDate: birthDate === void 0 ? null : firstDay(birthDate),
		birthPrecision: birthDate?.length === 7 ? "month" : "day",
		idNoSealed: idNo === void 0 ? null : seal.idNo(idNo),
		idNoIndex: idNo === void 0 ? null : seal.idNoIndex(idNo),
		idNoProblem: idNoProblem(idNo ?? null),
		phoneSealed: phone === void 0 ? null : seal.phone(phone),
		effectiveSealed: seal.effective(effective),
		remarks,
		enteredOn: file.enteredOn
	};
}
// apps/server/src/modules/ledger/candidates.ts
/** Elders in sight with an identity number or a name among the keys, each once. Two look-ups by index a call. */
async function findCandidates(services, tx, keys) {
	const county = tx.actor.countyCode;
	const seal = ledgerSeal(services.crypto, county);
	const indexes = [...new Set(keys.map((key) => key.idNo ?? "").filter((idNo) => idNo !== ""))].map((idNo) => seal.idNoIndex(idNo));
	const named = keys.filter((key) => key.name !== "");
	const names = [...new Set(named.filter((key) => (key.division ?? null) === null).map((key) => key.name))];
	const placed = named.filter((key) => (key.division ?? null) !== null);
	return (await tx.query(sql`with found as materialized (
          select id from elder where county_code = ${county} and id_no_index = any(${indexes}::bytea[])
          union select id from elder where county_code = ${county} and name = any(${names}::text[])
          union select p.id from unnest(${placed.map((key) => key.name)}::text[], ${placed.map((key) => key.division)}::text[]) as k(name, division) join elder p on p.county_code = ${county} and p.name = k.name and p.division_code = k.division)
        select e.id, e.name, e.sex, e.birth_date, e.birth_precision, 'birthDate.fromAge' = any(e.remarks) as birth_estimated, e.division_code, e.id_no_sealed, e.id_no_problem, e.closed_on
        from found f join elder e on e.county_code = ${county} and e.id = f.id order by e.id`, { prepare: true })).map((row) => ({
		elderId: row.id,
		name: row.name,
		sex: row.sex,
		birthDate: row.birth_date === null || row.birth_precision === "day" ? row.birth_date : row.birth_date.slice(0, 7),
		birthEstimated: row.birth_estimated,
		division: row.division_code,
		idNo: row.id_no_sealed === null ? null : seal.openIdNo(row.id_no_sealed),
		idNoProblem: row.id_no_problem,
		closedOn: row.closed_on
	}));
}
// apps/server/src/modules/network/sealing.ts
const visitorSeal = (crypto, countyCode) => ({
	phone: (value) => crypto.seal(countyCode, "visitor.phone", value),
	openPhone: (sealed) => crypto.open(countyCode, "visitor.phone", sealed),
	phoneIndex: (value) => crypto.blindIndex(countyCode, "phone", value),
	idNo: (value) => crypto.seal(countyCode, "visitor.idNo", value),
	idNoIndex: (value) => crypto.blindIndex(countyCode, "idNo", value),
	home: (value) => crypto.seal(countyCode, "visitor.home", JSON.stringify(value)),
	openHome: (sealed) => JSON.parse(crypto.open(countyCode, "visitor.home", sealed))
});
// apps/server/src/modules/network/roster.ts
const hex = (bytes) => bytes?.toString("hex") ?? "";
/** Takes roster rows in; answers in their order. Two rows of one person answer with the same visitor. */
async function recordRoster(tx, services, entries) {
	const county = tx.actor.countyCode;
	const seal = visitorSeal(services.crypto, county);
	const idNoIndexes = entries.map((entry) => entry.idNo === null ? null : seal.idNoIndex(entry.idNo));
	const phoneIndexes = entries.map((entry) => entry.phone === null ? null : seal.phoneIndex(entry.phone));
	const known = await tx.query(sql`select id, name, id_no_index, phone_index, division_code, kind, kind_text, capacity, home_sealed from visitor
    where county_code = ${county} and (id_no_index = any(${idNoIndexes.filter((index) => index !== null)}::bytea[]) or name = any(${entries.map((entry) => entry.name)}::text[])) for update`);
	const byIdNo = new Map(known.filter((row) => row.id_no_index !== null).map((row) => [hex(row.id_no_index), row]));
	const byPhone = new Map(known.filter((row) => row.phone_index !== null).map((row) => [`${row.name}\0${hex(row.phone_index)}`, row]));
	const written = [];
	const answers = entries.map((entry, at) => {
		const idNo = idNoIndexes[at] ?? null;
		const phone = phoneIndexes[at] ?? null;
		const found = (idNo === null ? void 0 : byIdNo.get(hex(idNo))) ?? (phone === null ? void 0 : byPhone.get(`${entry.name}\0${hex(phone)}`));
		const home = entry.home === null ? "" : JSON.stringify(entry.home);
		if (found !== void 0 && found.name === entry.name && found.division_code === entry.division && found.kind === entry.kind && (found.kind_text ?? "") === entry.kindText && found.capacity === entry.capacity && hex(found.phone_index) === hex(phone) && hex(found.id_no_index) === hex(idNo) && (found.home_sealed === null ? "" : JSON.stringify(seal.openHome(found.home_sealed))) === home) return {
			visitorId: found.id,
			created: false,
			changed: false
		};
		const row = {
			id: found?.id ?? newId(),
			name: entry.name,
			id_no_index: idNo,
			phone_index: phone,
			division_code: entry.division,
			kind: entry.kind,
			kind_text: entry.kindText,
			capacity: entry.capacity,
			home_sealed: entry.home === null ? null : seal.home(entry.home)
		};
		if (idNo !== null) byIdNo.set(hex(idNo), row);
		if (phone !== null) byPhone.set(`${entry.name}\0${hex(phone)}`, row);
		written.push({
			row,
			entry,
			isNew: found === void 0
		});
		return {
			visitorId: row.id,
			created: found === void 0,
			changed: true
		};
	});
	const last = new Map(written.map((one) => [one.row.id, one]));
	if (last.size > 0) {
		const rows = [...last.values()];
		await tx.query(sql`insert into visitor (county_code, id, division_code, name, name_pinyin, kind, kind_text, phone_sealed, phone_index, id_no_sealed, id_no_index, home_sealed, capacity)
      select ${county}, r.* from unnest(${rows.map(({ row }) => row.id)}::uuid[], ${rows.map(({ row }) => row.division_code)}::text[], ${rows.map(({ row }) => row.name)}::text[], ${rows.map(({ row }) => soundOf(row.name).pinyin)}::text[],
        ${rows.map(({ row }) => row.kind)}::text[], ${rows.map(({ row }) => row.kind_text)}::text[], ${rows.map(({ entry }) => entry.phone === null ? null : seal.phone(entry.phone))}::bytea[], ${rows.map(({ row }) => row.phone_index)}::bytea[],
        ${rows.map(({ entry }) => entry.idNo === null ? null : seal.idNo(entry.idNo))}::bytea[], ${rows.map(({ row }) => row.id_no_index)}::bytea[], ${rows.map(({ row }) => row.home_sealed)}::bytea[], ${rows.map(({ row }) => row.capacity)}::int[]) as r
      on conflict (county_code, id) do update set division_code = excluded.division_code, name = excluded.name, name_pinyin = excluded.name_pinyin, kind = excluded.kind, kind_text = excluded.kind_text,
        phone_sealed = excluded.phone_sealed, phone_index = excluded.phone_index, id_no_sealed = excluded.id_no_sealed, id_no_index = excluded.id_no_index, home_sealed = excluded.home_sealed, capacity = excluded.capacity`);
	}
	return answers;
}
/** Who is meant by name and phone: both agree, or the name is the only one in village, town or county. */
async function findVisitors(tx, services, names) {
	const seal = visitorSeal(services.crypto, tx.actor.countyCode);
	const rows = await tx.query(sql`select id, name, phone_index, division_code from visitor where county_code = ${tx.actor.countyCode} and name = any(${[...new Set(names.map((one) => one.name))]}::text[])`);
	return names.map(({ name, phone, division }) => {
		const called = rows.filter((row) => row.name === name);
		const phoneIndex = phone === null ? null : hex(seal.phoneIndex(phone));
		const circle = [
			called.filter((row) => phoneIndex !== null && hex(row.phone_index) === phoneIndex),
			...division === null ? [] : [called.filter((row) => row.division_code === division), called.filter((row) => row.division_code.startsWith(division.slice(0, 9)))],
			called
		].find((some) => some.length > 0) ?? [];
		return circle.length === 0 ? { status: "none" } : circle.length === 1 ? {
			status: "one",
			visitorId: circle[0].id
		} : { status: "ambiguous" };
	});
}
// packages/contract/src/route.ts
const none = z.object({});
function route(spec) {
	return {
		params: none,
		query: none,
		body: z.undefined(),
		response: z.undefined(),
		...spec
	};
}
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
z.iso.datetime();
const id = z.uuid();
const divisionCode = z.string().regex(/^\d{12}(\d{3})?$/);
/** Digits of a division or of its beginning: 610926, 610926107, 610926107001. */
const divisionPrefix = z.string().regex(/^\d{2,15}$/);
const words = z.object({
	zh: z.string(),
	en: z.string()
});
z.object({
	document: z.string(),
	clause: z.string(),
	summary: words.optional()
});
const page = {
	limit: z.coerce.number().int().min(1).max(200).default(50),
	offset: z.coerce.number().int().min(0).max(1e6).default(0)
};
z.object({
	code: z.string(),
	details: z.record(z.string(), z.union([
		z.string(),
		z.number(),
		z.boolean(),
		z.array(z.string())
	])).optional()
});
// packages/contract/src/network.ts
const visitorRow = z.object({
	id,
	name: z.string(),
	kind: z.enum(visitorKinds),
	division: divisionCode,
	villageName: z.string(),
	townName: z.string(),
	phoneMasked: z.string(),
	capacity: z.number().nullable(),
	assigned: z.number(),
	hasAccount: z.boolean(),
	dutiesDue: z.number(),
	dutiesDone: z.number()
});
route({
	method: "GET",
	path: "/api/visitors",
	permission: "visitors.read",
	summary: "Roster of visitors with load",
	query: z.object({
		division: divisionPrefix.optional(),
		q: z.string().max(60).optional(),
		...page
	}),
	response: z.object({
		count: z.number(),
		rows: z.array(visitorRow)
	})
});
// apps/server/src/modules/divisions/queries.ts
const columns$1 = sql`d.code, d.name, d.level, d.parent_code as parent, d.lng, d.lat`;
/** All divisions of one county, those above it included where its list has them. */
async function listCountyDivisions(tx, countyCode) {
	return tx.query(sql`select ${columns$1} from division d where d.county_code = ${countyCode} and d.valid_to is null order by d.code`, { prepare: true });
}
/** Inserts or corrects; answers what was new and what changed. Nothing is written where all is as it was. */
async function upsertDivisions(tx, countyCode, rows) {
	const written = await tx.query(sql`insert into division as d (county_code, code, name, level, parent_code, lng, lat)
        select ${countyCode}, u.code, u.name, u.level, u.parent, u.lng, u.lat
        from unnest(${rows.map((r) => r.code)}::text[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.level)}::text[], ${rows.map((r) => r.parent)}::text[],
          ${rows.map((r) => r.lng)}::double precision[], ${rows.map((r) => r.lat)}::double precision[]) as u(code, name, level, parent, lng, lat)
        on conflict (county_code, code) do update set name = excluded.name, level = excluded.level, parent_code = excluded.parent_code,
          lng = coalesce(excluded.lng, d.lng), lat = coalesce(excluded.lat, d.lat), valid_to = null
        where (d.name, d.level, d.parent_code, d.lng, d.lat, d.valid_to)
          is distinct from (excluded.name, excluded.level, excluded.parent_code, coalesce(excluded.lng, d.lng), coalesce(excluded.lat, d.lat), null::date)
        returning (xmax = 0) as created`);
	const created = written.filter((row) => row.created).length;
	return {
		created,
		changed: written.length - created
	};
}
async function insertCounty(tx, countyCode, name, isDemo) {
	await tx.query(sql`insert into county as c (county_code, name, is_demo) values (${countyCode}, ${name}, ${isDemo})
        on conflict (county_code) do update set name = excluded.name where c.name = c.county_code and excluded.name <> excluded.county_code`);
}
// apps/server/src/modules/divisions/public.ts
/** All divisions of a county in order of code, for matching names in files. */
const divisionsOf = (tx, countyCode) => listCountyDivisions(tx, countyCode);
/** Makes the county known; its name is taken over once it is told. */
const ensureCounty = (tx, countyCode, name = countyCode, isDemo = false) => insertCounty(tx, countyCode, name, isDemo);
const held = /* @__PURE__ */ new WeakMap();
/** Takes a list of divisions for the actor's county; bringing the same list again changes nothing. */
async function importDivisions(services, tx, rows) {
	const county = tx.actor.countyCode;
	const isOurs = (row) => countyOf(row.code) === county || county.startsWith(row.code.replace(/0+$/, ""));
	const unique = [...new Map(rows.filter(isOurs).map((row) => [row.code, row])).values()];
	const counts = unique.length === 0 ? {
		created: 0,
		changed: 0
	} : await upsertDivisions(tx, county, unique);
	await insertCounty(tx, county, unique.find((row) => row.level === "county")?.name ?? county, false);
	tx.afterCommit(() => held.get(services)?.delete(county));
	return {
		...counts,
		foreign: rows.filter((row) => !isOurs(row)).map((row) => row.code)
	};
}
// apps/server/src/app/visitorLists.ts
const visitorLists = {
	recordRoster: (services, tx, rows) => recordRoster(tx, services, rows),
	countUncovered,
	async recordFilings(services, tx, filed) {
		if (filed.length === 0) return [];
		const visitors = await findVisitors(tx, services, filed.map((one) => ({
			name: one.visitorName,
			phone: one.visitorPhone,
			division: one.division
		})));
		const known = filed.flatMap((one, at) => {
			const visitor = visitors[at];
			return visitor?.status === "one" ? [{
				at,
				item: {
					elderId: one.elderId,
					visitorId: visitor.visitorId,
					role: "responsible",
					from: one.from,
					sourceRef: one.sourceRef
				}
			}] : [];
		});
		const recorded = await recordAssignments(tx, known.map(({ item }) => item));
		const answers = visitors.map((visitor) => visitor.status === "ambiguous" ? "visitorAmbiguous" : "visitorUnknown");
		for (const [index, { at }] of known.entries()) answers[at] = recorded[index]?.outcome ?? "unchanged";
		return answers;
	}
};
// packages/domain/src/intake/types.ts
/** What a table is about. */
const tableKinds = [
	"divisions",
	"elderLedger",
	"visitorRoster",
	"responsibleFiling",
	"disabilityRegister",
	"assessmentRegister",
	"aidRegister",
	"familyPlanningRegister",
	"healthRegister",
	"deathRegister",
	"locationList"
];
/** Upper case, without spaces, brackets' content, stars and punctuation. */
const headingText = (text) => text.toUpperCase().replace(/[\s*※:：·.。]/g, "").replace(/[（(【[](?!.*社区)[^）)】\]]*[）)】\]]/g, "");
const exactly = (words) => new RegExp(`^(?:${words})$`);
/** Tried in order on the lowest heading. */
const leaves = [
	[exactly("序号|编号|序|NO|号|档案号|档案编号|户编号"), "other"],
	[/(填表|填报|审核|录入|采集|经办|调查|登记)(人|员|日期|时间|单位)/, "other"],
	[/配偶(姓名|身份|电话|联系)|户主|与户主|监护人|紧急联系|联系人|评估机构|评估人|文化|民政对象|照片|签(字|名)/, "other"],
	[/^(责任人|探访(关爱)?责任人|包保(责任)?人(员)?|包联(人|干部)|探访(人|员|人员)|助老员|互助员|结对人|帮扶责任人|联系干部)(姓名)?$/, "responsibleName"],
	[/(责任人|包保人|探访员|探访人员?|互助员|助老员|结对人|包联人)(的)?(联系)?(电话|手机|方式|号码)/, "responsiblePhone"],
	[/(责任人|包保人|探访员|互助员).*(职务|单位|身份|证)/, "other"],
	[/(住处|居住|家庭|住址)?经度|^LNG$|^LON(GITUDE)?$|^东经$/, "lng"],
	[/(住处|居住|家庭|住址)?纬度|^LAT(ITUDE)?$|^北纬$/, "lat"],
	[/子女.*(电话|手机|联系方式)/, "childPhone"],
	[/子女.*关系/, "childRelation"],
	[/子女.*(外出时间|离开时间|外出日期)|^外出时间$/, "childSince"],
	[/子女.*(居住地|住址|去向|所在地|外出地|现居|地点)/, "childPlace"],
	[/^子女姓名$/, "childName"],
	[/^(子女|赡养人|儿女)[\d一二三四五六七八九十]*(情况|信息|基本情况)?$|^子女(及|和|与).*|^(第[一二三四五]|长|次)子女?$|^其他子女/, "children"],
	[/残疾(人)?证(号|件|编号|书)?(码)?$|^残疾证号/, "certificate"],
	[/身份(证)?(号|证)|证件号|^身份证$|公民身份|^身份号/, "idNo"],
	[/出生(年月日?|日期|时间|年份)|^生日$|^出生$/, "birthDate"],
	[/^(年龄|周岁|岁数|实足年龄)$/, "age"],
	[/^性别$/, "sex"],
	[/^民族$/, "ethnicity"],
	[/户籍(性质|类型|类别)|户口(性质|类型|类别)|^户籍$|^户口$|^户别$|城乡/, "hukou"],
	[/户籍(地|所在地|地址)|户口所在地|^所属(区划|单位)$|^所在地$/, "place"],
	[/^(所(在|属))?(乡镇|镇|街道|镇街|乡|乡\(镇\)|镇办|镇\(街道\)|乡镇\(街道\)|乡镇街道|镇名|乡镇名称|镇名称|镇\(街道、?办\))(名称)?$/, "town"],
	[/^(所(在|属))?(行政)?(村|村\(社区\)|社区|村社|村居|村\/社区|村名|村庄|村委会|村\(居\))(名称)?$|^村.{0,2}社区.{0,2}$/, "village"],
	[/^(所在|所属)?(组|村民小组|小组|组别|村组|组名|居民小组|组\(网格\))$/, "group"],
	[/住址|地址|居住地|门牌|^住处$/, "address"],
	[/老年人类(别|型)|人员类(别|型)|对象类(别|型)|身份类别|特殊困难类(别|型)|老人类(别|型)|困难类(别|型)/, "categories"],
	[/能力(评估)?(等级|级别|情况|结果|状况)|自理(能力|情况|程度)|失能(等级|程度|情况|级别)|评估(等级|结果|级别)|^身体能力/, "abilityLevel"],
	[/残疾(类别|类型|种类)$/, "disabilityType"],
	[/残疾(等级|级别|程度)$/, "disabilityGrade"],
	[/残疾(情况|状况|类别及等级|类别等级|类型及等级)?$|残疾.*(及|和).*等级/, "disability"],
	[/婚姻/, "maritalStatus"],
	[/居住(状况|情况|方式|类型)|同住|陪伴居住|共同生活/, "livesWith"],
	[/(是否)?(愿意|同意)(接受)?|(探访|接受).*意愿|^意愿$/, "wantsVisits"],
	[/慢病|慢性病/, "chronicConditions"],
	[/患病|疾病|病种|病史|重病|病情/, "illnesses"],
	[/救助(类别|类型|情况)|低保|特困|保障(类别|类型)/, "aid"],
	[/保障金|救助金|月保障|月救助/, "monthlyAid"],
	[/计生|计划生育|失独/, "familyPlanning"],
	[/死亡(日期|时间)|注销(日期|时间)|去世(日期|时间)/, "diedOn"],
	[/评估(日期|时间)/, "assessedOn"],
	[/体检/, "checkedOn"],
	[/可?(包保|负责|承担|服务|结对)(人数|老人数|数量|上限)|^容量$|最多.*人/, "capacity"],
	[/^(职务|岗位|身份|队伍类别|探访人员类别|互助员类别|人员身份)$/, "visitorKind"],
	[/(上级|父级|所属).*代码/, "parentCode"],
	[/^(区划)?(代码|编码|统计代码)$|区划代码|^区划码$/, "code"],
	[/^(区划)?名称$|^区划名/, "divisionName"],
	[/^层级$|^级次$|^区划级别$/, "level"],
	[/电话|手机|联系方式|联系号码/, "phone"],
	[/姓名|^老人$|^老年人$|^名字$/, "name"],
	[/备注|说明|其他情况|^备考$/, "remark"],
	[exactly("类型|类别|种类"), "type"],
	[exactly("等级|级别"), "grade"],
	[exactly("状态|证件状态|是否有效"), "status"],
	[exactly("日期|时间"), "date"],
	[exactly("金额|月金额|标准"), "amount"]
];
/** A leaf under one of these parents means the parent's person, not the elder. */
const byParent = [
	[/子女|赡养/, {
		name: "childName",
		phone: "childPhone",
		address: "childPlace",
		childPlace: "childPlace",
		date: "childSince",
		childSince: "childSince",
		idNo: "other",
		sex: "other",
		age: "other",
		type: "childRelation",
		livesWith: "childPlace",
		remark: "other"
	}],
	[/责任人|包保|探访人|探访员|互助员|帮扶/, {
		name: "responsibleName",
		phone: "responsiblePhone",
		idNo: "other",
		sex: "other",
		age: "other",
		address: "other"
	}],
	[/配偶|监护|联系人/, {
		name: "other",
		phone: "other",
		idNo: "other",
		sex: "other",
		age: "other",
		birthDate: "other"
	}],
	[/残疾/, {
		type: "disabilityType",
		grade: "disabilityGrade",
		status: "validity"
	}],
	[/评估/, {
		grade: "abilityLevel",
		date: "assessedOn"
	}]
];
/** The field that a heading means, with the heading above it; null where the words are not known. */
function fieldOfHeading(leaf, parent) {
	const text = headingText(leaf);
	if (text === "") return null;
	let field = null;
	for (const [pattern, meaning] of leaves) if (pattern.test(text)) {
		field = meaning;
		break;
	}
	const above = headingText(parent);
	if (above !== "") for (const [pattern, meanings] of byParent) {
		if (!pattern.test(above)) continue;
		if (/子女|赡养/.test(above)) {
			if (/关系|称谓/.test(text)) return "childRelation";
			if (/时间|日期|何时/.test(text)) return "childSince";
			if (/外出|去向|地点|住/.test(text)) return "childPlace";
			if (field === null) return "children";
		}
		if (field !== null) field = meanings[field] ?? field;
	}
	return field;
}
/** What the unsettled words mean in a list of this kind. */
const settled = {
	divisions: {
		name: "divisionName",
		grade: "level",
		type: "level"
	},
	elderLedger: {
		type: "categories",
		grade: "abilityLevel",
		disabilityGrade: "disability",
		amount: "monthlyAid",
		responsibleName: "other",
		responsiblePhone: "other",
		level: "abilityLevel"
	},
	visitorRoster: {
		type: "visitorKind",
		categories: "visitorKind",
		responsibleName: "name",
		responsiblePhone: "phone",
		status: "other"
	},
	responsibleFiling: {
		type: "categories",
		visitorKind: "other"
	},
	disabilityRegister: {
		type: "disabilityType",
		categories: "disabilityType",
		grade: "disabilityGrade",
		status: "validity"
	},
	assessmentRegister: {
		grade: "abilityLevel",
		date: "assessedOn",
		type: "other"
	},
	aidRegister: {
		type: "aid",
		categories: "aid",
		amount: "monthlyAid"
	},
	familyPlanningRegister: {
		type: "familyPlanning",
		categories: "familyPlanning"
	},
	healthRegister: {
		date: "checkedOn",
		illnesses: "chronicConditions"
	},
	deathRegister: {
		date: "diedOn",
		type: "other",
		status: "other"
	},
	locationList: {}
};
const settleField = (field, kind) => {
	const meaning = settled[kind][field] ?? field;
	return meaning === "type" || meaning === "grade" || meaning === "status" || meaning === "date" || meaning === "amount" ? "other" : meaning;
};
// packages/domain/src/intake/text.ts
const unusual = /[\uFF01-\uFF5E\u3000\u00A0\u2000-\u200D\u2060\uFEFF]/;
/** Full-width forms to half-width, exotic spaces to plain ones, invisible characters away. Letters keep their case. */
function halfWidth(text) {
	if (!unusual.test(text)) return text;
	return text.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 65248)).replace(/[\u3000\u00A0\u2000-\u200A]/g, " ").replace(/[\u200B-\u200D\u2060\uFEFF]/g, "");
}
/** A cell as trimmed half-width text; '' for a blank cell. Numbers keep all their digits. */
function cellText(cell) {
	if (cell === null || cell === void 0) return "";
	if (typeof cell === "number") return Number.isInteger(cell) && Math.abs(cell) >= 0x38d7ea4c68000 ? BigInt(cell).toString() : String(cell);
	return halfWidth(String(cell)).trim();
}
/** A person's name: inner spaces of two-character names go, the dots of transliterated names become `·`. */
const nameText = (cell) => cellText(cell).replace(/^'/, "").replace(/\s+/g, "").replace(/[•・‧∙.]/g, "·");
const nothing = /* @__PURE__ */ new Set([
	"",
	"无",
	"没有",
	"/",
	"\\",
	"-",
	"--",
	"—",
	"——",
	"空",
	"不详",
	"未知",
	"不清楚",
	"null",
	"N/A",
	"暂无",
	"〇",
	"○"
]);
/** Is this what a clerk writes where there is nothing to write? */
const saysNothing = (text) => nothing.has(text);
const digits = {
	零: 0,
	〇: 0,
	"○": 0,
	一: 1,
	二: 2,
	两: 2,
	三: 3,
	四: 4,
	五: 5,
	六: 6,
	七: 7,
	八: 8,
	九: 9
};
/** A Chinese numeral below 100 (四, 十二, 二十三) or digit string (一九六三); null where it is none. */
function chineseNumber(text) {
	if (!/^[零〇○一二两三四五六七八九十]+$/.test(text)) return null;
	const ten = text.indexOf("十");
	if (ten === -1) return Number([...text].map((c) => digits[c]).join(""));
	if (text.length > 3 || text.lastIndexOf("十") !== ten || ten > 1) return null;
	const tens = ten === 0 ? 1 : digits[text[0]];
	const units = ten === text.length - 1 ? 0 : digits[text[ten + 1]];
	return tens * 10 + units;
}
/**
* Finds the words of a vocabulary in a text written with any separator or none, longest word first
* at each position. `rest` is what was neither a word nor a filler: never dropped silently.
*/
function scanWords(text, vocabulary, fillers) {
	const found = [];
	let rest = "";
	let at = 0;
	while (at < text.length) {
		let best = null;
		for (const entry of vocabulary) if (text.startsWith(entry[0], at) && (best === null || entry[0].length > best[0].length)) best = entry;
		if (best === null) {
			rest += text[at];
			at += 1;
		} else {
			if (!found.includes(best[1])) found.push(best[1]);
			at += best[0].length;
			rest += " ";
		}
	}
	return {
		found,
		rest: rest.replace(fillers, " ").replace(/\s+/g, " ").trim()
	};
}
/** Keeps what a reader answered: the cells of a column are mostly the same few words. Forgets all when full. */
function remembered(read, most = 2e3) {
	const known = /* @__PURE__ */ new Map();
	return (text) => {
		if (known.has(text)) return known.get(text);
		const answer = read(text);
		if (known.size >= most) known.clear();
		known.set(text, answer);
		return answer;
	};
}
// packages/domain/src/intake/dates.ts
const EXCEL_EPOCH = dayNumber("1899-12-30");
const join = (year, month, day) => {
	const text = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}${day === null ? "" : `-${String(day).padStart(2, "0")}`}`;
	return isPartialDate(text) && year >= 1880 && year <= 2100 ? text : null;
};
const fullYear = (digits, century) => digits.length === 4 ? Number(digits) : (century === "birth" ? 1900 : 2e3) + Number(digits);
/** Chinese numerals of a date (一九六三年六月八日) to digits; other text stays. */
const withDigits = (text) => text.replace(/[零〇○一二三四五六七八九十]+(?=[年月日号])/g, (word) => String(chineseNumber(word) ?? word));
/**
* Reads a date cell; null where it is none or not certain (1963.1 as a number may be January or a
* shortened October; 农历 is another calendar). Month precision gives `YYYY-MM`.
*/
function readDate(cell, century) {
	if (typeof cell === "number") return fromNumber(cell);
	let text = cellText(cell).replace(/^'/, "");
	if (text === "" || /农历|阴历|闰/.test(text)) return null;
	text = withDigits(text).replace(/[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$/, "").replace(/(出生|生|起|至今|以来|以后|左右|开始|日|号)+$/g, "").replace(/\s+/g, "");
	if (/^\d{8}$/.test(text)) return join(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)));
	if (/^\d{6}$/.test(text) && /^(19|20)/.test(text)) return join(Number(text.slice(0, 4)), Number(text.slice(4, 6)), null);
	if (/^\d{5}$/.test(text)) return fromNumber(Number(text));
	const parts = /^(\d{4}|\d{2})(?:年|[-/.·、])(\d{1,2})(?:(?:月|[-/.·、])(\d{1,2})?)?$/.exec(text);
	if (parts !== null) {
		if (parts[1]?.length === 2 && parts[3] === void 0 && !text.includes("年")) return null;
		return join(fullYear(parts[1], century), Number(parts[2]), parts[3] === void 0 ? null : Number(parts[3]));
	}
	const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
	if (yearLast !== null) {
		const first = Number(yearLast[1]);
		const second = Number(yearLast[2]);
		if (first <= 12 && second > 12) return join(Number(yearLast[3]), first, second);
		if (second <= 12 && (first > 12 || first === second)) return join(Number(yearLast[3]), second, first);
	}
	return null;
}
function fromNumber(value) {
	if (Number.isInteger(value)) {
		if (value >= 18800101 && value <= 21001231) return readDate(String(value), "birth");
		if (value >= 188001 && value <= 210012) return readDate(String(value), "birth");
	}
	if (value > 3e3 && value < 8e4) return fromDayNumber(EXCEL_EPOCH + Math.floor(value));
	const month = /^(\d{4})\.(\d{2})$/.exec(String(value));
	return month === null ? null : join(Number(month[1]), Number(month[2]), null);
}
/** An age cell (63, 63岁, 63周岁) in whole years; null where it is none. */
function readAge(cell) {
	const match = /^(\d{1,3})(?:\.0+)?\s*(?:周?岁|虚岁)?$/.exec(cellText(cell));
	const age = match === null ? null : Number(match[1]);
	return age !== null && age > 0 && age <= 130 ? age : null;
}
/** The middle of the twelve months in which somebody of this age on `asOf` was born. */
function birthMonthOfAge(age, asOf) {
	const index = Number(asOf.slice(0, 4)) * 12 + Number(asOf.slice(5, 7)) - 1 - age * 12 - 6;
	return `${Math.floor(index / 12)}-${String(index % 12 + 1).padStart(2, "0")}`;
}
/** Do two births agree as far as both are known? A month agrees with any of its days. */
const birthsAgree = (a, b) => isIsoDate(a) && isIsoDate(b) ? a === b : a.slice(0, 7) === b.slice(0, 7);
// packages/domain/src/intake/recognise.ts
/** Header rows are looked for in the first rows only. */
const SEARCH_ROWS = 30;
const filled = (row) => (row ?? []).map((cell) => cellText(cell)).filter((text) => text !== "");
/** Text above a cell: a merged or blank-continued heading counts for the columns that it spans. */
function spread(table, row) {
	const cells = (table.rows[row] ?? []).map((cell) => cellText(cell));
	const merges = table.merges.filter((merge) => merge.startRow === row && merge.endCol > merge.startCol);
	const result = [...cells];
	for (const merge of merges) for (let col = merge.startCol; col <= merge.endCol; col += 1) result[col] = cells[merge.startCol] ?? "";
	return result;
}
function headingsAt(table, top, bottom) {
	const upper = spread(table, top);
	if (top === bottom) return upper.flatMap((leaf, index) => leaf === "" ? [] : [{
		index,
		parent: "",
		leaf,
		field: fieldOfHeading(leaf, "")
	}]);
	const lower = (table.rows[bottom] ?? []).map((cell) => cellText(cell));
	const headings = [];
	let parent = "";
	for (let index = 0; index < Math.max(upper.length, lower.length); index += 1) {
		const above = upper[index] ?? "";
		const leaf = lower[index] ?? "";
		if (above !== "") parent = above;
		else if (leaf === "") parent = "";
		if (leaf !== "") headings.push({
			index,
			parent: parent === leaf ? "" : parent,
			leaf,
			field: fieldOfHeading(leaf, parent === leaf ? "" : parent) ?? fieldOfHeading(parent, "")
		});
		else if (above !== "") headings.push({
			index,
			parent: "",
			leaf: above,
			field: fieldOfHeading(above, "")
		});
	}
	return headings;
}
const worth = (headings) => headings.filter((h) => h.field !== null).length;
const names = (headings) => headings.some((h) => h.field === "name" || h.field === "childName" || h.field === "divisionName");
/** Are all filled cells of the lower row headings, not data? */
function looksLikeSubHeader(table, row) {
	const texts = filled(table.rows[row]);
	if (texts.length === 0) return false;
	return texts.every((text) => text.length <= 20 && !/\d{5,}/.test(text) && readDate(text, "event") === null && !/^\d+$/.test(text)) && texts.filter((text) => fieldOfHeading(text, "") !== null).length * 2 >= texts.length;
}
function findHeader(table) {
	let best = null;
	for (let row = 0; row < Math.min(SEARCH_ROWS, table.rows.length); row += 1) {
		if (filled(table.rows[row]).length < 2) continue;
		const single = {
			top: row,
			bottom: row,
			headings: headingsAt(table, row, row)
		};
		const choices = [single];
		if (looksLikeSubHeader(table, row + 1)) {
			const pair = {
				top: row,
				bottom: row + 1,
				headings: headingsAt(table, row, row + 1)
			};
			if (worth(headingsAt(table, row + 1, row + 1)) < pair.headings.length || worth(single.headings) > 0) choices.push(pair);
		}
		for (const choice of choices) {
			if (worth(choice.headings) < 2 || !names(choice.headings)) continue;
			const gain = worth(choice.headings) - (best === null ? 0 : worth(best.headings));
			if (gain > 0 || gain === 0 && choice.bottom > choice.top && choice.top === best?.top) best = choice;
		}
		if (best !== null && row > best.bottom + 2) break;
	}
	return best;
}
/** Each inner list: at least one of these fields has to be there. `words`: in title, file or sheet. */
const signs = {
	divisions: {
		needs: [
			["code"],
			["divisionName", "name"],
			[
				"parentCode",
				"level",
				"divisionName"
			]
		],
		helps: [
			"parentCode",
			"level",
			"divisionName"
		],
		against: ["idNo"],
		words: /区划/
	},
	elderLedger: {
		needs: [["name"], [
			"idNo",
			"birthDate",
			"age",
			"village",
			"phone"
		]],
		helps: [
			"categories",
			"livesWith",
			"children",
			"childName",
			"maritalStatus",
			"wantsVisits",
			"hukou",
			"abilityLevel",
			"disability",
			"group",
			"birthDate",
			"age"
		],
		against: [
			"responsibleName",
			"assessedOn",
			"diedOn",
			"capacity",
			"certificate"
		],
		words: /台账|花名册|老年人.*(名册|信息|登记|摸底)|老人.*(名册|信息|登记|名单)|留守|特殊困难|关爱服务对象|摸底/
	},
	visitorRoster: {
		needs: [["name", "responsibleName"], [
			"visitorKind",
			"capacity",
			"type",
			"categories",
			"responsibleName",
			"phone"
		]],
		helps: [
			"capacity",
			"capacity",
			"visitorKind"
		],
		against: [
			"children",
			"livesWith",
			"abilityLevel",
			"maritalStatus",
			"wantsVisits"
		],
		words: /(探访|互助|助老|巡访|包保|网格).{0,4}(人员|员|队伍).{0,3}(名册|花名册|名单|登记)?|名册/
	},
	responsibleFiling: {
		needs: [["name"], ["responsibleName"]],
		helps: ["responsibleName", "responsiblePhone"],
		against: ["livesWith", "children"],
		words: /责任人|备案|包保|结对/
	},
	disabilityRegister: {
		needs: [["name"], [
			"certificate",
			"disabilityGrade",
			"disability"
		]],
		helps: [
			"certificate",
			"certificate",
			"disabilityType"
		],
		against: [
			"livesWith",
			"children",
			"wantsVisits",
			"abilityLevel"
		],
		words: /残联|残疾/
	},
	assessmentRegister: {
		needs: [["name"], ["abilityLevel", "grade"]],
		helps: ["assessedOn", "assessedOn"],
		against: [
			"livesWith",
			"children",
			"wantsVisits",
			"maritalStatus"
		],
		words: /评估/
	},
	aidRegister: {
		needs: [["name"], [
			"aid",
			"type",
			"categories",
			"monthlyAid"
		]],
		helps: [
			"aid",
			"monthlyAid",
			"amount"
		],
		against: [
			"livesWith",
			"children",
			"wantsVisits",
			"abilityLevel"
		],
		words: /低保|特困|救助/
	},
	familyPlanningRegister: {
		needs: [["name"], [
			"familyPlanning",
			"type",
			"categories"
		]],
		helps: ["familyPlanning"],
		against: [
			"livesWith",
			"children",
			"wantsVisits",
			"abilityLevel",
			"capacity",
			"aid"
		],
		words: /计生|计划生育|特殊家庭|失独/
	},
	healthRegister: {
		needs: [["name"], [
			"chronicConditions",
			"checkedOn",
			"illnesses"
		]],
		helps: ["chronicConditions", "checkedOn"],
		against: [
			"livesWith",
			"children",
			"wantsVisits"
		],
		words: /健康|体检|慢病/
	},
	deathRegister: {
		needs: [["name"], ["diedOn", "date"]],
		helps: ["diedOn", "diedOn"],
		against: [
			"livesWith",
			"children",
			"wantsVisits"
		],
		words: /死亡|注销|去世/
	},
	locationList: {
		needs: [
			["name"],
			["lng"],
			["lat"]
		],
		helps: ["lng", "lat"],
		against: [
			"capacity",
			"visitorKind",
			"code",
			"children",
			"livesWith",
			"responsibleName"
		],
		words: /坐标|位置|定位|经纬/
	}
};
/** The score of each kind whose needs are met; higher is likelier. */
function scoreKinds(found, texts) {
	const scores = /* @__PURE__ */ new Map();
	for (const [kind, sign] of Object.entries(signs)) {
		if (!sign.needs.every((some) => some.some((field) => found.has(field)))) continue;
		const score = sign.helps.filter((f) => found.has(f)).length * 2 - sign.against.filter((f) => found.has(f)).length * 3 + (texts.some((text) => sign.words.test(text)) ? 5 : 0);
		scores.set(kind, score);
	}
	return scores;
}
function decideKind(found, texts) {
	const ranked = [...scoreKinds(found, texts)].sort((a, b) => b[1] - a[1]);
	const first = ranked[0];
	if (first === void 0 || first[1] < 2) return null;
	return ranked[1] !== void 0 && ranked[1][1] === first[1] ? null : first[0];
}
function contextOf(table, headerTop) {
	let title = "";
	let unit = "";
	let filledOn = null;
	for (let row = 0; row < headerTop; row += 1) for (const text of filled(table.rows[row])) {
		const stated = /(?:填报单位|报送单位|填表单位|上报单位|所属村|单位名称|单位)\s*(?:\([^)]*\))?\s*:\s*(\S+)/.exec(text);
		if (stated !== null && unit === "") unit = stated[1].replace(/\(.*$/, "");
		const day = /(?:日期|时间)\s*:\s*([0-9年月日./-]+)/.exec(text);
		const read = day === null ? null : readDate(day[1], "event");
		if (read !== null && read.length === 10) filledOn = read;
		if (title === "" && !text.includes(":")) title = text;
	}
	return {
		title,
		unit,
		filledOn
	};
}
/** The columns of a table of a known kind; also after a person has chosen another kind. */
function mapColumns(headings, kind) {
	const taken = /* @__PURE__ */ new Set();
	return headings.map(({ index, header }) => {
		const cut = header.lastIndexOf("/");
		const parent = cut > 0 ? header.slice(0, cut) : "";
		const raw = fieldOfHeading(cut > 0 ? header.slice(cut + 1) : header, parent) ?? (parent === "" ? null : fieldOfHeading(parent, ""));
		let field = raw === null || kind === null ? raw : settleField(raw, kind);
		if (field !== null && !field.startsWith("child") && field !== "remark" && field !== "illnesses" && field !== "aid") {
			if (taken.has(field)) field = null;
			else taken.add(field);
		}
		return {
			index,
			header,
			field: field === "other" ? null : field
		};
	});
}
/** Recognises a table. `kind` is null where fields and words leave it unclear: a person chooses. */
function recogniseTable(table) {
	const header = findHeader(table);
	if (header === null) return {
		kind: null,
		headerRow: 0,
		firstDataRow: 0,
		columns: [],
		context: contextOf(table, 0)
	};
	const context = contextOf(table, header.top);
	const kind = decideKind(new Set(header.headings.flatMap((heading) => heading.field === null ? [] : [heading.field])), [
		context.title,
		table.file,
		table.sheet
	]);
	const joined = header.headings.map((h) => ({
		index: h.index,
		header: [h.parent, h.leaf].filter((part) => part !== "").map((part) => part.replace(/\//g, "／").replace(/\s+/g, "")).join("/")
	}));
	return {
		kind,
		headerRow: header.top,
		firstDataRow: header.bottom + 1,
		columns: mapColumns(joined, kind),
		context
	};
}
/** Fields without which a list of this kind says nothing; those absent from the mapping. */
function missingFields(mapping) {
	if (mapping.kind === null) return [];
	const found = new Set(mapping.columns.map((column) => column.field));
	return signs[mapping.kind].needs.map((some) => [...new Set(some.map((f) => settleField(f, mapping.kind)))].filter((f) => f !== "other")).filter((some) => some.length > 0 && !some.some((field) => found.has(field))).map((some) => some.join("|"));
}
// packages/domain/src/intake/cells.ts
const unknown = (found) => ({
	code: "value.unknown",
	found: found.slice(0, 60)
});
const oneOf = (words) => (cell) => {
	const text = cellText(cell).replace(/\s+/g, "");
	if (text === "") return {};
	const value = words[text];
	return value === void 0 ? saysNothing(text) ? {} : unknown(text) : { value };
};
const readSex = oneOf({
	男: "male",
	男性: "male",
	男的: "male",
	M: "male",
	"1": "male",
	女: "female",
	女性: "female",
	F: "female",
	"2": "female"
});
const readHukou = oneOf({
	农村: "rural",
	农业: "rural",
	农业户口: "rural",
	农业户籍: "rural",
	农村户口: "rural",
	农村户籍: "rural",
	农村居民: "rural",
	农: "rural",
	农户: "rural",
	城镇: "urban",
	城市: "urban",
	非农: "urban",
	非农业: "urban",
	非农业户口: "urban",
	城镇户口: "urban",
	城镇户籍: "urban",
	城镇居民: "urban",
	非农户口: "urban"
});
const readMaritalStatus = oneOf({
	已婚: "married",
	有配偶: "married",
	结婚: "married",
	初婚: "married",
	再婚: "married",
	复婚: "married",
	配偶健在: "married",
	双方健在: "married",
	已婚且双方健在: "married",
	在婚: "married",
	丧偶: "widowed",
	配偶去世: "widowed",
	已丧偶: "widowed",
	丧妻: "widowed",
	丧夫: "widowed",
	已婚且一方健在: "widowed",
	离异: "divorced",
	离婚: "divorced",
	已离婚: "divorced",
	未婚: "neverMarried",
	单身未婚: "neverMarried",
	从未结婚: "neverMarried"
});
const readTruth = oneOf({
	愿意: true,
	是: true,
	同意: true,
	有: true,
	有意愿: true,
	接受: true,
	"√": true,
	"✓": true,
	对: true,
	Y: true,
	Yes: true,
	"1": true,
	不愿意: false,
	不愿: false,
	否: false,
	不同意: false,
	拒绝: false,
	不接受: false,
	无: false,
	无意愿: false,
	暂不愿意: false,
	不: false,
	"×": false,
	N: false,
	No: false,
	"0": false,
	没有: false
});
/**
* An identity number, normalised. Excel keeps 15 significant digits: a number cell of 18 digits has
* lost its end and is not a number any more (`idNo.mangledNumber`, no value).
*/
function readIdNo(cell) {
	const raw = cellText(cell);
	const text = normaliseIdNo(raw);
	if (text === "" || saysNothing(raw) || /^(无|没有|未办|不详|丢失|遗失|暂无)/.test(raw)) return { code: "idNo.missing" };
	const lost = typeof cell === "number" && Math.abs(cell) >= 0x2386f26fc10000;
	const exponent = /^(\d)\.(\d+)E\+?17$/.exec(text);
	const problem = idNoProblem(text);
	if (lost || exponent !== null || problem === "checkDigit" && text.endsWith("00")) {
		const digits = exponent === null ? text : `${exponent[1]}${exponent[2]}`;
		const birthDate = digits.length >= 14 ? birthDateOfIdNo(digits.slice(0, 14).padEnd(18, "0")) : null;
		return birthDate !== null && idNoProblem(`${digits.slice(0, 14)}0000`) !== "birthDate" ? {
			code: "idNo.mangledNumber",
			birthDate
		} : { code: "idNo.mangledNumber" };
	}
	return problem === null ? { value: text } : {
		value: text,
		code: `idNo.${problem}`
	};
}
/** Half width, upper case, without spaces, dashes, quotes. Idempotent. */
const normaliseIdNo = (text) => cellText(text).replace(/[\s'"‘’“”`-]/g, "").toUpperCase().replace(/×/g, "X");
const phonePattern = /^(?:1\d{10}|0\d{9,11}|\d{7,8})$/;
/** Telephone numbers of a cell in digits, mobile ones first; several in one cell are told apart. */
function readPhones(cell) {
	if (typeof cell === "string" && /^1\d{10}$/.test(cell)) return { value: [cell] };
	const text = cellText(cell).replace(/^'/, "").replace(/\.0$/, "");
	if (text === "" || saysNothing(text) || /^(无电话|无手机|没电话|没有电话|无号码)$/.test(text)) return {};
	const bare = (part) => part.replace(/[^\d+]/g, "").replace(/^(\+?86)(?=1\d{10}$)/, "").replace(/^\+/, "");
	const whole = bare(text);
	const parts = phonePattern.test(whole) ? [whole] : text.split(/[/、;；,，\n]|\s+(?=(?:\+?86)?\s*1\d{2})|\s{2,}/).map(bare).filter((part) => part !== "");
	const numbers = parts.filter((part) => phonePattern.test(part));
	const value = [...numbers.filter((n) => n.startsWith("1")), ...numbers.filter((n) => !n.startsWith("1"))];
	if (value.length === 0) return { code: "phone.unreadable" };
	return numbers.length < parts.length ? {
		value,
		code: "phone.unreadable"
	} : { value };
}
/** 4组, 四组, 第四组, 第4村民小组, 4 → '4'; a group that has a name keeps it. */
const readGroup = (cell) => understandGroup(cellText(cell));
const understandGroup = remembered((cell) => {
	const text = cellText(cell).replace(/\s+/g, "");
	if (text === "" || saysNothing(text)) return {};
	const core = text.replace(/^第/, "").replace(/(村民小组|居民小组|小组|组|队|社)$/, "").replace(/\.0$/, "");
	if (/^\d{1,3}$/.test(core)) return { value: String(Number(core)) };
	const number = chineseNumber(core);
	return { value: number !== null && number > 0 && number < 100 ? String(number) : text.slice(0, 40) };
});
const companionWords = [
	...[
		"独自",
		"独居",
		"独住",
		"独身居住",
		"一人",
		"1人",
		"一个人",
		"自己",
		"单独",
		"本人",
		"单身一人",
		"孤身"
	].map((w) => [w, "alone"]),
	...[
		"配偶",
		"老伴",
		"妻子",
		"丈夫",
		"夫妻",
		"夫妇",
		"爱人",
		"老婆",
		"老公"
	].map((w) => [w, "spouse"]),
	...[
		"子女",
		"儿女",
		"儿子",
		"女儿",
		"女婿",
		"儿媳",
		"长子",
		"次子",
		"长女",
		"次女",
		"儿",
		"养子",
		"养女"
	].map((w) => [w, "child"]),
	...[
		"孙子女",
		"孙子",
		"孙女",
		"外孙",
		"外孙女",
		"孙辈",
		"孙"
	].map((w) => [w, "grandchild"]),
	...[
		"父母",
		"父亲",
		"母亲"
	].map((w) => [w, "parent"]),
	...[
		"兄弟姐妹",
		"兄弟",
		"姐妹",
		"哥哥",
		"弟弟",
		"姐姐",
		"妹妹",
		"兄嫂"
	].map((w) => [w, "sibling"]),
	...[
		"其他家属",
		"其他亲属",
		"其他家人",
		"亲属",
		"近亲属",
		"亲戚",
		"侄子",
		"侄女",
		"侄儿",
		"外甥"
	].map((w) => [w, "otherKin"]),
	...[
		"保姆",
		"护工",
		"朋友",
		"邻居",
		"非亲属",
		"雇工"
	].map((w) => [w, "nonKin"]),
	...[
		"养老院",
		"敬老院",
		"福利院",
		"养老机构",
		"机构",
		"集中供养",
		"区域敬老院",
		"护理院",
		"光荣院"
	].map((w) => [w, "institution"])
];
const companionFillers = /[、，,;；/\\+和与同跟及的家住在里中。()（）:：|]|居住|生活|一起|共同|仅|两口|二人|2人|两人|入住/g;
/** Who lives in the household: one or several. Negated wordings (不与子女同住) are not interpreted. */
const readLivesWith = (cell) => understandLivesWith(cellText(cell));
const understandLivesWith = remembered((cell) => {
	const text = cellText(cell).replace(/\s+/g, "");
	if (text === "" || saysNothing(text)) return {};
	if (/[不无未没]/.test(text)) return unknown(text);
	const { found, rest } = scanWords(text, companionWords, companionFillers);
	const several = found.length > 1 ? found.filter((who) => who !== "alone") : found;
	if (several.length === 0) return unknown(text);
	return rest === "" && several.length === found.length ? { value: several } : {
		value: several,
		...unknown(text)
	};
});
const categoryWords = [
	...[
		"独居",
		"独居老人",
		"独居老年人"
	].map((w) => [w, "livingAlone"]),
	...[
		"空巢",
		"空巢老人",
		"空巢老年人"
	].map((w) => [w, "emptyNest"]),
	...[
		"留守",
		"留守老人",
		"留守老年人",
		"农村留守"
	].map((w) => [w, "leftBehind"]),
	...[
		"失能",
		"半失能",
		"失能半失能",
		"失能老人",
		"失能老年人",
		"轻度失能",
		"中度失能",
		"重度失能",
		"完全失能",
		"不能自理",
		"半自理"
	].map((w) => [w, "careDependent"]),
	...[
		"重残",
		"重度残疾",
		"重残一级",
		"重残二级",
		"重残1级",
		"重残2级",
		"一级重残",
		"二级重残",
		"重残老人",
		"重残老年人"
	].map((w) => [w, "severeDisability"]),
	...[
		"计划生育特殊家庭",
		"计生特殊家庭",
		"计生特殊",
		"失独",
		"失独家庭",
		"失独老人",
		"计划生育特殊",
		"计划生育特殊家庭老年人",
		"计生特殊家庭老年人",
		"计特"
	].map((w) => [w, "familyPlanningSpecial"]),
	...[
		"散居特困",
		"分散供养",
		"分散供养特困",
		"特困分散供养",
		"特困",
		"特困人员",
		"散居特困人员",
		"五保",
		"五保户",
		"分散供养特困人员",
		"特困供养"
	].map((w) => [w, "destituteAtHome"]),
	...[
		"孤寡",
		"孤寡老人",
		"孤老"
	].map((w) => [w, "kinless"]),
	...[
		"失智",
		"失智老人",
		"认知障碍",
		"痴呆"
	].map((w) => [w, "cognitivelyImpaired"]),
	...[
		"高龄",
		"高龄老人",
		"高龄老年人"
	].map((w) => [w, "advancedAge"]),
	...[
		"低保",
		"低保户",
		"农村低保",
		"脱贫户",
		"监测户",
		"残疾",
		"一般",
		"普通",
		"其他",
		"自理",
		"无",
		"否",
		"老年人",
		"老人"
	].map((w) => [w, null])
];
const fillers = /[、，,;；/\\+和与及。|()（）:：-]|\d[.、)]?/g;
/** Categories as free text with any separator or none. */
const readCategories = (cell) => understandCategories(cellText(cell));
const understandCategories = remembered((cell) => {
	const text = cellText(cell).replace(/\s+/g, " ");
	if (text === "" || saysNothing(text)) return {};
	const { found, rest } = scanWords(text, categoryWords, fillers);
	const grade = /重残(一|1)级|(一|1)级重残/.test(text) ? 1 : /重残(二|2)级|(二|2)级重残/.test(text) ? 2 : null;
	const value = {
		categories: found.filter((c) => c !== null),
		childDied: /失独/.test(text),
		grade,
		minimumLiving: /低保/.test(text)
	};
	return rest === "" ? { value } : {
		value,
		...unknown(text)
	};
});
const levelWords = [
	[/^(能力)?完好$|^正常$|^0级?$|^(完全|能|能够|生活|生活能)?自理$|^零级$/, 0],
	[/^(能力)?轻度(受损|失能|丧失)?(\(轻度失能\))?$|^[1一]级?$|^轻$/, 1],
	[/^(能力)?中度(受损|失能|丧失)?(\(中度失能\))?$|^[2二]级?$/, 2],
	[/^(能力)?重度(受损|失能|丧失)?(\(重度失能\))?$|^[3三]级?$/, 3],
	[/^(能力)?完全(丧失|失能)(\(完全失能\))?$|^[4四]级?$|^全失能$/, 4]
];
/**
* Ability level 0–4 by GB/T 42195. 半自理, 不能自理 and bare 失能 are another measure: they say that
* somebody is dependent, not how far, and are only remarked.
*/
const readAbilityLevel = (cell) => understandAbilityLevel(cellText(cell));
const understandAbilityLevel = remembered((cell) => {
	const text = cellText(cell).replace(/\s+/g, "").replace(/^[0-4][.、:](?=\D)/, "");
	if (text === "" || saysNothing(text) || text === "未评估") return {};
	for (const [pattern, level] of levelWords) if (pattern.test(text)) return { value: level };
	return unknown(text);
});
const typeWords = [
	["视力", "visual"],
	["视觉", "visual"],
	["盲", "visual"],
	["听力", "hearing"],
	["听觉", "hearing"],
	["聋", "hearing"],
	["言语", "speech"],
	["语言", "speech"],
	["肢体", "physical"],
	["智力", "intellectual"],
	["精神", "mental"],
	["多重", "multiple"]
];
const gradeOf = (text) => {
	const match = /([一二三四1234])\s*[级等]/.exec(text) ?? /^([一二三四1234])$/.exec(text) ?? /([1234一二三四])$/.exec(text);
	if (match === null) return null;
	return chineseNumber(match[1]) ?? Number(match[1]);
};
/** 听力四级, 肢体二级残疾, 一级, 2级 → type and grade; 无 → no disability. */
const readDisability = (cell) => understandDisability(cellText(cell));
const understandDisability = remembered((cell) => {
	const text = cellText(cell).replace(/\s+/g, "");
	if (text === "") return {};
	if (/^(无|否|没有|无残疾|非残疾|未残疾|正常|健全|0)$/.test(text)) return { value: null };
	if (saysNothing(text)) return {};
	const grade = gradeOf(text);
	if (grade === null) return unknown(text);
	const types = scanWords(text, typeWords, /[^ ]/g).found;
	const type = types.length > 1 ? "multiple" : types[0];
	const valid = !/注销|过期|失效|作废/.test(text);
	return { value: type === void 0 ? {
		grade,
		valid
	} : {
		type,
		grade,
		valid
	} };
});
const readDisabilityType = (cell) => {
	const text = cellText(cell);
	if (text === "" || saysNothing(text)) return {};
	const types = scanWords(text, typeWords, /[^ ]/g).found;
	if (types.length === 0) return unknown(text);
	return { value: types.length > 1 ? "multiple" : types[0] };
};
const certTypes = [
	"visual",
	"hearing",
	"speech",
	"physical",
	"intellectual",
	"mental",
	"multiple"
];
/**
* Disability certificate number: identity number + type (1–7) + grade (1–4), with B1, B2 … for a
* replaced one (domain-facts §3).
*/
function readCertificate(cell) {
	const text = normaliseIdNo(cellText(cell));
	if (text === "" || saysNothing(text)) return {};
	const match = /^(\d{17}[\dX])([1-7])([1-4])(B\d)?$/.exec(text);
	if (match === null) return { code: "value.unknown" };
	return { value: {
		certNo: text,
		idNo: match[1],
		type: certTypes[Number(match[2]) - 1],
		grade: Number(match[3])
	} };
}
/** Aid: 低保, 特困（分散供养 / 集中供养）. */
function readAid(cell) {
	const text = cellText(cell).replace(/\s+/g, "");
	if (text === "") return {};
	if (/^(无|否|没有|不享受|0)$/.test(text)) return { value: {
		minimumLiving: false,
		destitute: null
	} };
	const destitute = /集中供养/.test(text) ? "institution" : /特困|五保|分散供养/.test(text) ? "atHome" : void 0;
	const minimumLiving = /低保|最低生活保障/.test(text) && !/非低保/.test(text) ? true : void 0;
	if (destitute === void 0 && minimumLiving === void 0) return unknown(text);
	return { value: {
		...minimumLiving === void 0 ? {} : { minimumLiving },
		...destitute === void 0 ? {} : { destitute }
	} };
}
/** 独生子女伤残 / 死亡 / 失独. 计划生育特殊家庭 alone does not say which. */
function readFamilyPlanning(cell) {
	const text = cellText(cell).replace(/\s+/g, "");
	if (text === "") return {};
	if (/^(无|否|没有)$/.test(text)) return { value: null };
	if (/死亡|失独|去世|亡故/.test(text)) return { value: "childDied" };
	if (/伤残|残疾/.test(text)) return { value: "childDisabled" };
	return unknown(text);
}
/** A list in one cell (高血压;糖尿病) as words. */
function readWordList(cell) {
	const text = cellText(cell);
	if (saysNothing(text) || /^(健康|良好|正常|无慢病|无疾病|一般|较好)$/.test(text)) return [];
	return [...new Set(text.split(/[;；、，,/\n|]+|\s+/).map((word) => word.trim()).filter((word) => word !== "" && !saysNothing(word)))];
}
function readNumber(cell) {
	const text = cellText(cell).replace(/[元,，\s人名户]/g, "");
	if (text === "" || saysNothing(text)) return {};
	const value = Number(text);
	return Number.isFinite(value) ? { value } : unknown(cellText(cell));
}
// packages/domain/src/intake/children.ts
const relation = /^(?:长|次|大|二|三|四|五|小|老大|老二|幺|养|继|独生)?(?:儿子|女儿|儿媳妇?|女婿|子|女|儿)$|^(?:儿子|女儿|儿媳|女婿|养子|养女|继子|继女|孙子|孙女|侄子|侄女|外甥)$/;
const relationFirst = /^((?:长|次|大|二|三|四|小|幺|养|继)?(?:儿子|女儿|儿媳|女婿)|长子|次子|三子|长女|次女|三女|养子|养女)[:：]?(.+)$/;
const places = [
	[/县内(其他|其它|外)?(乡)?镇|本县(外|其他|其它)(乡)?镇|^县内|^本县|^县城|^在县城|^外镇|^其他镇|其他乡镇|^城关|^(?:县内|本县)务工/, "sameCounty"],
	[/同住|一起(居)?住|住一起|^(在)?家中?$|^家里|本户|同户|身边|共同(居住|生活)/, "sameHousehold"],
	[/^(在)?(本|同)村|村内|^村里|同组|本组|邻近/, "sameVillage"],
	[/^(在)?(本|同)(乡)?镇|镇内|镇上|集镇|本乡|街道内|^在镇/, "sameTown"],
	[/县外|外县|外省|省外|外地|市外|国外|出国|境外|外出|务工|打工|省内|外市/, "outsideCounty"],
	[new RegExp(`^(在|去|赴)?(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)`), "outsideCounty"],
	[/^(在|去)?(西安|深圳|广州|东莞|杭州|苏州|宁波|成都|武汉|郑州|厦门|温州|昆山|无锡|佛山|中山|惠州|南京|青岛|长沙|合肥|福州|泉州)/, "outsideCounty"]
];
/** Where a child lives, by the words of the cell; null where the words do not say. */
function readPlace(text) {
	for (const [pattern, place] of places) if (pattern.test(text)) return place;
	return null;
}
const personName = /^[\p{Script=Han}·]{2,12}$/u;
/** What a word beside a child's name says: since when, which relation, where. */
const readWord = remembered((text) => {
	const since = /\d|年/.test(text) ? readDate(text.replace(/^(自|从)/, "").replace(/(外出|离家|务工|打工)$/, ""), "event") : null;
	if (since !== null) return { since };
	if (relation.test(text)) return { relation: text };
	const place = readPlace(text);
	return place === null ? {} : { place };
});
/** One child from its tokens, in any order; null where no name stands there. */
function readChildTokens(first, tokens) {
	const child = { name: "" };
	let strange = "";
	const take = (token) => {
		const text = token.trim();
		if (text === "" || saysNothing(text)) return;
		const phone = /^1\d{10}$/.test(text) ? text : /\d{7}/.test(text) ? readPhones(text).value?.[0] : void 0;
		if (phone !== void 0) {
			child.phone ??= phone;
			return;
		}
		const word = readWord(text);
		if (word.since !== void 0) child.awaySince ??= word.since;
		else if (word.relation !== void 0) child.relation ??= word.relation;
		else if (word.place !== void 0) child.place ??= word.place;
		else if (child.name !== "") strange ||= text;
		else {
			const labelled = relationFirst.exec(text);
			if (labelled !== null && personName.test(labelled[2])) {
				child.relation ??= labelled[1];
				child.name = labelled[2];
			} else if (personName.test(text)) child.name = text;
			else strange ||= text;
		}
	};
	if (personName.test(first) && !relation.test(first) && relationFirst.exec(first) === null) child.name = first;
	else take(first);
	tokens.forEach(take);
	if (child.name === "") {
		if (child.relation === void 0 || child.place === void 0 && child.phone === void 0) return { code: "child.unreadable" };
		child.name = child.relation;
	}
	return strange === "" ? { value: child } : {
		value: child,
		code: "child.unreadable"
	};
}
/**
* All children of a cell. `value` absent: blank cell; empty list: the clerk wrote that there are none.
* With `code`, part of the cell was not understood; what was understood is there.
*/
function readChildren(cell) {
	const text = cellText(cell).replace(/\(/g, "（").replace(/\)/g, "）").replace(/[[【]/g, "（").replace(/[\]】]/g, "）");
	if (text === "" || text === "/" || text === "-") return {};
	if (/^(无|没有|无子女|无儿无女|未生育|无后|0)$/.test(text)) return { value: [] };
	const children = [];
	let failed = false;
	const add = (reading) => {
		if (reading.value !== void 0) children.push(reading.value);
		if (reading.code !== void 0) failed = true;
	};
	const rest = text.replace(/([^（）；;、,，\n。\s]+)\s*（([^（）]*)）/g, (_, name, inner) => {
		add(readChildTokens(name.replace(/^\d+[.、]?/, ""), inner.split(/[，,、;；/\n]+|\s+/)));
		return "；";
	});
	for (const part of rest.split(/[；;\n。]+/)) {
		const tokens = part.replace(/^[\s,，、\d.]+(?=\D)/, "").split(/[，,、/]+|\s+/).filter((token) => token !== "");
		if (tokens.length === 0) continue;
		const names = tokens.filter((token) => personName.test(token) && !relation.test(token) && readPlace(token) === null && relationFirst.exec(token) === null);
		if (names.length > 1 && names.length === tokens.length) for (const name of names) add({ value: { name } });
		else add(readChildTokens(tokens[0], tokens.slice(1)));
	}
	if (children.length === 0) return { code: "child.unreadable" };
	return failed ? {
		value: children,
		code: "child.unreadable"
	} : { value: children };
}
const furtherChildren = /(?:其余|其他|其它|另有|还有)?子女\s*[:：]\s*([^。\n]*)[。\n]?/;
const illness = /(?<![未无没不])(?:患有|身患|确诊|患)\s*([^。；;\n（(]+)/g;
/** What a remark tells beside itself: 其余子女：… and 患…. */
function readRemark(cell) {
	const text = cellText(cell);
	const told = furtherChildren.exec(text);
	const children = told === null ? {} : readChildren(told[1]);
	const rest = told === null ? text : `${text.slice(0, told.index)}${text.slice(told.index + told[0].length)}`.trim();
	const illnesses = [...rest.matchAll(illness)].flatMap((match) => match[1].split(/[、，,和及]/)).map((word) => word.trim().replace(/(等|多年|病史|已.*|需.*)$/, "")).filter((word) => word !== "" && word.length <= 20);
	return {
		children: children.value ?? [],
		illnesses: [...new Set(illnesses)],
		text: rest,
		unreadableChild: children.code !== void 0
	};
}
// packages/domain/src/intake/places.ts
const townEnding = /(街道办事处|街道办|街道|镇人民政府|乡人民政府|镇政府|乡政府|办事处|民族乡|镇|乡)$/;
const bareTown = (name) => name.length > 2 ? name.replace(townEnding, "") : name;
/** 狮坪村委会 → 狮坪, village; 八仙社区居委会 → 八仙, community; 狮坪 → 狮坪, any. */
function bareVillage(name) {
	const text = name.replace(/(村民委员会|村委会|村委|行政村)$/, "村").replace(/(社区)?(居民委员会|居委会|居委)$/, "社区").replace(/社区社区$/, "社区").replace(/村村$/, "村");
	if (text.endsWith("社区") && text.length > 2) return {
		bare: text.slice(0, -2).replace(/村$/, ""),
		sort: "community"
	};
	if (text.endsWith("村") && text.length > 1) return {
		bare: text.slice(0, -1),
		sort: "village"
	};
	return {
		bare: text,
		sort: "any"
	};
}
const named = (division) => ({
	code: division.code,
	name: division.name,
	...bareVillage(division.name)
});
/** `county`: full code or six digits; divisions of other counties are left out. */
function indexPlaces(divisions, county) {
	const own = divisions.filter((d) => d.code.startsWith(county.slice(0, 6)));
	return {
		county: county.slice(0, 6).padEnd(12, "0"),
		prefixes: divisions.filter((d) => d.level === "county" || d.level === "prefecture" || d.level === "province").map((d) => d.name),
		codes: new Set(own.map((d) => d.code)),
		towns: own.filter((d) => d.level === "town").map((d) => ({
			code: d.code,
			name: d.name,
			bare: bareTown(d.name),
			sort: "any"
		})),
		villages: own.filter((d) => d.level === "village").map(named),
		answers: /* @__PURE__ */ new Map()
	};
}
const clean = (text) => cellText(text).replace(/[\s,，、;；:/\\-]+/g, "");
/** Takes province, prefecture and county names off the front. */
function local(text, index) {
	let rest = text;
	for (let again = true; again;) {
		again = false;
		for (const prefix of index.prefixes) if (prefix !== "" && rest.startsWith(prefix) && rest.length > prefix.length) {
			rest = rest.slice(prefix.length);
			again = true;
		}
	}
	return rest;
}
/** The town at the front of a text, and what follows it. */
function takeTown(text, index) {
	let best = null;
	for (const town of index.towns) for (const form of [
		town.name,
		`${town.bare}镇`,
		`${town.bare}乡`,
		`${town.bare}街道办事处`,
		`${town.bare}街道`
	]) if (text.startsWith(form) && (best === null || form.length > best.length)) best = {
		town,
		rest: text.slice(form.length),
		length: form.length
	};
	return best;
}
/** Villages that a text names: whole, or at its front (狮坪村三组). */
function villagesNamed(text, among) {
	const exact = among.filter((v) => v.name === text);
	if (exact.length > 0) return exact;
	const asked = bareVillage(text);
	const equal = among.filter((v) => v.bare === asked.bare && (v.sort === asked.sort || v.sort === "any" || asked.sort === "any"));
	if (equal.length > 0) return equal;
	let length = 0;
	let front = [];
	for (const village of among) {
		const endings = village.sort === "community" ? [
			"社区居委会",
			"社区",
			"居委会"
		] : [
			"村委会",
			"村民委员会",
			"村"
		];
		const form = [village.name, ...endings.map((ending) => `${village.bare}${ending}`)].filter((f) => text.startsWith(f)).sort((a, b) => b.length - a.length)[0];
		if (form === void 0 || form.length < length) continue;
		if (form.length > length) front = [];
		length = form.length;
		front.push(village);
	}
	if (front.length > 0) return front;
	return among.filter((v) => v.bare === asked.bare);
}
/** Resolves town and village texts; either may be blank and either may hold both. Codes are taken as they are. */
function resolvePlace(townText, villageText, index) {
	const key = `${townText}\n${villageText}`;
	const known = index.answers.get(key);
	if (known !== void 0) return known;
	const answer = decidePlace(clean(townText), clean(villageText), index);
	index.answers.set(key, answer);
	return answer;
}
function decidePlace(townText, villageText, index) {
	for (const text of [villageText, townText]) if (/^\d{9,12}$/.test(text) && index.codes.has(text.padEnd(12, "0"))) return {
		status: "found",
		code: text.padEnd(12, "0")
	};
	let village = local(villageText, index);
	let town = null;
	const written = local(townText, index);
	if (written !== "") {
		const taken = takeTown(written, index);
		town = taken?.town ?? index.towns.find((t) => t.bare === bareTown(written)) ?? null;
		if (village === "" && taken !== null && taken.rest !== "") village = taken.rest;
		if (village === "" && town === null) village = written;
	}
	const inside = takeTown(village, index);
	if (inside !== null && (town === null || inside.town.code === town.code)) {
		town = inside.town;
		village = inside.rest;
	}
	if (village === "") return town === null ? {
		status: "unknown",
		town: null
	} : {
		status: "found",
		code: town.code
	};
	const townCode = town?.code ?? null;
	const among = town === null ? index.villages : index.villages.filter((v) => v.code.startsWith(town.code.slice(0, 9)));
	const found = villagesNamed(village, among);
	if (found.length === 1) return {
		status: "found",
		code: found[0].code
	};
	return {
		status: found.length === 0 ? "unknown" : "ambiguous",
		town: townCode
	};
}
// packages/domain/src/intake/rows.ts
/** Years from which somebody belongs in these lists (老年人权益保障法 第2条). */
const OLD_AGE = 60;
const noColumns = [];
const byMapping = /* @__PURE__ */ new WeakMap();
/** Columns of a mapping by field, worked out once for all its rows. */
function columnsOf(mapping) {
	const known = byMapping.get(mapping);
	if (known !== void 0) return known;
	const columns = /* @__PURE__ */ new Map();
	for (const { index, header, field } of mapping.columns) if (field !== null) columns.set(field, [...columns.get(field) ?? [], {
		index,
		header
	}]);
	byMapping.set(mapping, columns);
	return columns;
}
/** Cells of a row by field, and the remarks that reading them leaves. */
var RowCells = class {
	remarks = [];
	columns;
	row;
	constructor(mapping, row) {
		this.columns = columnsOf(mapping);
		this.row = row;
	}
	of(field) {
		return this.columns.get(field) ?? noColumns;
	}
	has(field) {
		return this.columns.has(field);
	}
	all(field) {
		return this.of(field).map(({ index, header }) => ({
			header,
			cell: this.row[index] ?? null
		}));
	}
	cell(field) {
		const column = this.of(field)[0];
		return column === void 0 ? null : this.row[column.index] ?? null;
	}
	text(field) {
		return cellText(this.cell(field));
	}
	remark(code, field, rest = {}) {
		this.remarks.push({
			code,
			column: field === null ? "" : this.all(field)[0]?.header ?? "",
			...rest
		});
	}
	/** Reads the field's cell and keeps its remark. */
	read(field, reader) {
		const column = this.of(field)[0];
		return column === void 0 ? void 0 : this.take({
			header: column.header,
			cell: this.row[column.index] ?? null
		}, reader);
	}
	/** Reads every column of the field. */
	readAll(field, reader) {
		return this.all(field).flatMap((column) => {
			const value = this.take(column, reader);
			return value === void 0 ? [] : [value];
		});
	}
	take(column, reader) {
		const reading = reader(column.cell);
		if (reading.code !== void 0) this.remarks.push({
			code: reading.code,
			column: column.header,
			...reading.found === void 0 ? {} : { found: reading.found }
		});
		return reading.value;
	}
};
const total = /^(合\s*计|小\s*计|总\s*计|共\s*计|本页|累计|合计人数)/;
const footnote = /^(注|说明|备注|填表说明|填表人|填报人|审核人|制表|制表人|负责人|单位负责人|联系人|填报日期|附)\s*[:：]/;
/** Is this a row about nobody? A lone text between rows may name the village of the rows below it. */
function passOver(mapping, row) {
	const named = columnsOf(mapping).get("name")?.[0];
	const firstCell = row[0];
	if (named !== void 0 && named.index > 0 && (typeof firstCell === "number" || firstCell === null)) {
		const text = row[named.index];
		if (typeof text === "string" && text.length > 1 && !/[计名人:：\d]/.test(text) && row.some((cell, index) => index > named.index && cell !== null && cell !== "")) return null;
	}
	const filled = row.map((cell) => cellText(cell)).filter((text) => text !== "");
	if (filled.length === 0) return { kind: "skipped" };
	const first = filled[0];
	if (total.test(first) || footnote.test(first)) return { kind: "skipped" };
	const nameColumn = mapping.columns.find((column) => column.field === "name" || column.field === "divisionName");
	const name = nameColumn === void 0 ? "" : cellText(row[nameColumn.index]);
	if (total.test(name.replace(/\s/g, ""))) return { kind: "skipped" };
	if (name !== "" && fieldOfHeading(name, "") === "name") return { kind: "skipped" };
	if (name === "") {
		const matched = filled.filter((text) => fieldOfHeading(text, "") !== null).length;
		if (matched >= 2 && matched >= filled.length - 1) return { kind: "skipped" };
	}
	if (filled.length === 1) return /^\d+$/.test(first) ? { kind: "skipped" } : name === "" ? {
		kind: "skipped",
		section: first
	} : null;
	return null;
}
/** Name of a row's person; null where there is none. */
function readName(cellsOfRow) {
	const name = nameText(cellsOfRow.cell("name")).replace(/\(.*\)$/, "");
	return name === "" || saysNothing(name) || /^\d+$/.test(name) ? null : name.slice(0, 60);
}
/** Number, sex and birth, each from its own column first, else from a valid number. */
function readIdentity(row, asOf) {
	const facts = {};
	const number = row.has("idNo") ? readIdNo(row.cell("idNo")) : {};
	if (number.code !== void 0) row.remark(number.code, "idNo");
	if (number.value !== void 0) facts.idNo = number.value;
	const valid = number.value !== void 0 && idNoProblem(number.value) === null && number.value.length === 18 ? number.value : null;
	const sex = row.read("sex", readSex) ?? (valid === null ? null : sexOfIdNo(valid));
	if (sex !== null) facts.sex = sex;
	if (valid !== null && sex !== sexOfIdNo(valid)) row.remark("idNo.sexDiffers", "idNo");
	const written = row.text("birthDate");
	let birth = readDate(row.cell("birthDate"), "birth");
	const age = readAge(row.cell("age")) ?? (birth === null ? readAge(row.cell("birthDate")) : null);
	let estimated = false;
	if (birth !== null && birth > asOf) birth = null;
	if (birth !== null) {
		if (birth.length === 7) row.remark("birthDate.monthOnly", "birthDate");
		if (valid !== null && !birthDateOfIdNo(valid).startsWith(birth)) row.remark("idNo.birthDiffers", "idNo");
	} else {
		if (written !== "" && age === null) row.remark("birthDate.unreadable", "birthDate", { found: written.slice(0, 40) });
		const inNumber = valid !== null ? birthDateOfIdNo(valid) : number.birthDate ?? (number.code === "idNo.checkDigit" ? birthDateOfIdNo(number.value) : null);
		if (inNumber !== null && inNumber !== void 0 && inNumber <= asOf && (valid !== null || age !== null && Math.abs(ageOn(inNumber, asOf) - age) <= 1)) {
			birth = inNumber;
			row.remark("birthDate.fromIdNo", row.has("birthDate") ? "birthDate" : row.has("age") ? "age" : "idNo");
		} else if (age !== null) {
			birth = birthMonthOfAge(age, asOf);
			estimated = true;
			row.remark("birthDate.fromAge", row.has("age") ? "age" : "birthDate");
		}
	}
	if (birth !== null) facts.birthDate = birth;
	return {
		facts,
		birthEstimated: estimated
	};
}
/** The division of a row: its own columns, the section above, the reporting unit, at last the sheet's and file's name. */
function readPlaceOf(row, mapping, context) {
	const own = resolvePlace(row.text("town") || (row.text("village") === "" ? row.text("place") : ""), row.text("village"), context.places);
	const village = (code) => !code.endsWith("000");
	if (own.status === "found" && village(own.code)) return own.code;
	const written = row.text("village") || row.text("place") || row.text("town");
	let town = own.status === "found" ? own.code : own.town;
	let ambiguous = own.status === "ambiguous";
	for (const [hint, told] of [
		[context.section, false],
		[mapping.context.unit, false],
		[row.text("address"), false],
		[context.sheet, true],
		[mapping.context.title, true],
		[context.file.replace(/\.[^.]+$/, "").replace(/^.*[-_/\\]/, ""), true]
	]) {
		if (hint === "") continue;
		const place = row.text("village") !== "" && own.status !== "found" ? resolvePlace(hint, row.text("village"), context.places) : resolvePlace("", hint, context.places);
		if (place.status === "found" && (town === null || place.code.startsWith(town.slice(0, 9))) && place.status === "found" && village(place.code)) {
			if (told) row.remark("division.fromSheet", null, { found: hint.slice(0, 60) });
			return place.code;
		}
		if (town === null) town = place.status === "found" ? place.code : place.town;
		ambiguous ||= place.status === "ambiguous";
	}
	row.remark(ambiguous ? "division.ambiguous" : "division.unknown", row.has("village") ? "village" : row.has("place") ? "place" : null, written === "" ? {} : { found: written.slice(0, 60) });
	return town ?? context.places.county;
}
function readChildColumns(row, mapping, cellsOf) {
	const packed = row.readAll("children", readChildren);
	const children = packed.flat();
	let current = null;
	const flush = () => {
		if (current === null || current[0] === "") return;
		const reading = readChildTokens(current[0], current.slice(1));
		if (reading.value !== void 0) children.push(reading.value);
		if (reading.code !== void 0) row.remark(reading.code, "childName");
	};
	if (row.has("childName")) for (const column of mapping.columns) {
		const text = cellText(cellsOf[column.index]);
		if (column.field === "childName") {
			flush();
			current = [saysNothing(text) ? "" : nameText(text)];
		} else if (current !== null && (column.field === "childRelation" || column.field === "childPhone" || column.field === "childPlace" || column.field === "childSince")) current.push(text);
	}
	flush();
	return {
		children,
		stated: packed.length > 0 || children.length > 0
	};
}
function readDisabilityOf(row, fromCategories) {
	const stated = row.read("disability", readDisability);
	const certificate = row.read("certificate", readCertificate);
	const type = row.read("disabilityType", readDisabilityType);
	if (stated === void 0 && certificate === void 0) return fromCategories === null ? void 0 : {
		grade: fromCategories,
		valid: true
	};
	if (stated === null) return null;
	const grade = stated?.grade ?? certificate?.grade;
	const kind = stated?.type ?? type ?? certificate?.type;
	return {
		grade,
		valid: stated?.valid ?? true,
		...kind === void 0 ? {} : { type: kind },
		...certificate === void 0 ? {} : { certNo: certificate.certNo }
	};
}
/** Reads one row of an elder ledger. Pure; `mapping` may have been corrected by a person. */
function readElderRow(mapping, cellsOf, context) {
	const skipped = passOver(mapping, cellsOf);
	if (skipped !== null) return skipped;
	const row = new RowCells(mapping, cellsOf);
	const name = readName(row);
	if (name === null) return {
		kind: "rejected",
		name: "",
		remarks: [{
			code: "name.missing",
			column: row.all("name")[0]?.header ?? ""
		}]
	};
	const identity = readIdentity(row, context.asOf);
	const facts = {
		name,
		...identity.facts,
		division: readPlaceOf(row, mapping, context)
	};
	const set = (key, value) => {
		if (value !== void 0) facts[key] = value;
	};
	const phones = row.read("phone", readPhones);
	set("phone", phones?.[0]);
	set("group", row.read("group", readGroup));
	set("ethnicity", row.text("ethnicity") || void 0);
	set("address", row.text("address") || void 0);
	set("hukou", row.read("hukou", readHukou));
	set("maritalStatus", row.read("maritalStatus", readMaritalStatus));
	set("livesWith", row.read("livesWith", readLivesWith));
	set("wantsVisits", row.read("wantsVisits", readTruth));
	const stated = row.read("categories", readCategories);
	const level = row.read("abilityLevel", readAbilityLevel);
	set("abilityLevel", level);
	const categories = new Set(stated?.categories ?? []);
	if (level === void 0 && /失能|不能自理|半自理/.test(row.text("abilityLevel")) && !/无失能|未失能/.test(row.text("abilityLevel"))) categories.add("careDependent");
	if (row.has("categories") || categories.size > 0) set("statedCategories", [...categories]);
	set("disability", readDisabilityOf(row, stated?.grade ?? null));
	set("familyPlanning", row.read("familyPlanning", readFamilyPlanning) ?? (stated?.childDied === true ? "childDied" : void 0));
	for (const aid of row.readAll("aid", readAid)) {
		set("minimumLiving", aid.minimumLiving);
		set("destitute", aid.destitute);
	}
	if (stated?.minimumLiving === true) set("minimumLiving", true);
	set("monthlyAid", row.read("monthlyAid", readNumber));
	const told = readChildColumns(row, mapping, cellsOf);
	const remark = readRemark(row.all("remark").map(({ cell }) => cellText(cell)).filter((text) => text !== "").join("。"));
	if (remark.unreadableChild) row.remark("child.unreadable", "remark");
	const children = [...told.children, ...remark.children.filter((child) => !told.children.some((other) => other.name === child.name && other.phone === child.phone))];
	if (told.stated || children.length > 0) set("children", children);
	else if (row.has("children") || row.has("childName")) {
		set("children", []);
		row.remark("children.noneWritten", row.has("children") ? "children" : "childName");
	}
	const illnesses = [.../* @__PURE__ */ new Set([...row.all("illnesses").flatMap(({ cell }) => readWordList(cell)), ...remark.illnesses])];
	if (illnesses.length > 0) set("illnesses", illnesses);
	const chronic = row.all("chronicConditions").flatMap(({ cell }) => readWordList(cell));
	if (chronic.length > 0) set("chronicConditions", chronic);
	const further = (phones ?? []).slice(1).join(" ");
	set("remark", [remark.text, further].filter((text) => text !== "").join(" ") || void 0);
	const place = readCoordinates(row);
	if (place !== null) set("location", place);
	if (facts.birthDate !== void 0 && ageOn(facts.birthDate, context.asOf) < OLD_AGE) row.remark("row.tooYoung", row.has("birthDate") ? "birthDate" : row.has("age") ? "age" : "idNo");
	return {
		kind: "read",
		row: {
			name,
			facts,
			birthEstimated: identity.birthEstimated,
			remarks: row.remarks
		}
	};
}
/** WGS-84 degrees; null where either is missing or lies outside China. */
function readCoordinates(row) {
	const lng = row.read("lng", readNumber);
	const lat = row.read("lat", readNumber);
	if (lng === void 0 || lat === void 0) return null;
	if (lng > 73 && lng < 136 && lat > 3 && lat < 54) return {
		lng,
		lat
	};
	row.remark("value.unknown", "lng", { found: `${lng}, ${lat}` });
	return null;
}
// packages/domain/src/intake/lists.ts
/** Kinds of list whose rows are facts, with the source they count as. */
const factLists = {
	disabilityRegister: "disabilityRegister",
	assessmentRegister: "assessmentRegister",
	aidRegister: "aidRegister",
	familyPlanningRegister: "familyPlanningRegister",
	healthRegister: "healthRegister",
	deathRegister: "deathRegister",
	locationList: "locationList"
};
function startRow(mapping, cellsOf) {
	const skipped = passOver(mapping, cellsOf);
	if (skipped !== null) return skipped;
	const row = new RowCells(mapping, cellsOf);
	const name = readName(row);
	if (name === null) return {
		kind: "rejected",
		name: "",
		remarks: [{
			code: "name.missing",
			column: row.all("name")[0]?.header ?? ""
		}]
	};
	return {
		kind: "read",
		row: {
			row,
			name
		}
	};
}
/** Town or village that a list names; unknown places narrow nothing and are remarked. */
function listDivision(row, context) {
	const town = row.text("town") || row.text("place");
	const village = row.text("village");
	if (town === "" && village === "") return null;
	const place = resolvePlace(town, village, context.places);
	if (place.status === "found") return place.code;
	row.remark(place.status === "ambiguous" ? "division.ambiguous" : "division.unknown", village === "" ? row.has("place") ? "place" : "town" : "village", { found: (village || town).slice(0, 60) });
	return place.town;
}
function readPerson(row, name, context, idFromCertificate) {
	const { facts } = readIdentity(row, context.asOf);
	const kept = row.remarks.filter((remark) => remark.code !== "birthDate.fromIdNo" && (remark.code !== "idNo.missing" || row.has("idNo")));
	row.remarks.splice(0, row.remarks.length, ...kept);
	const idNo = facts.idNo ?? idFromCertificate;
	return {
		name,
		idNo,
		birthDate: facts.birthDate ?? (idNo !== null && idNoProblem(idNo) === null ? birthDateOfIdNo(idNo) : null),
		sex: facts.sex ?? null,
		division: listDivision(row, context)
	};
}
/** Facts of one row by the kind of list; empty where the row says nothing that counts. */
function listFacts(kind, row, context) {
	switch (kind) {
		case "disabilityRegister": {
			const certificate = row.read("certificate", readCertificate);
			const stated = row.read(row.has("disabilityGrade") ? "disabilityGrade" : "disability", readDisability);
			const type = row.read("disabilityType", readDisabilityType) ?? stated?.type ?? certificate?.type;
			const grade = stated?.grade ?? certificate?.grade;
			if (stated === null || grade === void 0) return {
				facts: {},
				...certificate === void 0 ? {} : { idNo: certificate.idNo }
			};
			const idNo = readIdNo(row.cell("idNo")).value;
			if (certificate !== void 0 && idNo !== void 0 && idNo !== certificate.idNo) row.remark("certificate.idDiffers", "certificate");
			return {
				facts: { disability: {
					grade,
					valid: !/注销|过期|失效|作废|无效|冻结/.test(row.text("validity")) && stated?.valid !== false,
					...type === void 0 ? {} : { type },
					...certificate === void 0 ? {} : { certNo: certificate.certNo }
				} },
				...certificate === void 0 ? {} : { idNo: certificate.idNo }
			};
		}
		case "assessmentRegister": {
			const level = row.read("abilityLevel", readAbilityLevel);
			const day = readDate(row.cell("assessedOn"), "event");
			return {
				facts: level === void 0 ? {} : { abilityLevel: level },
				...day !== null && day.length === 10 && day <= context.asOf ? { sourceDate: day } : {}
			};
		}
		case "aidRegister": {
			const facts = {};
			for (const aid of row.readAll("aid", readAid)) {
				if (aid.minimumLiving !== void 0) facts.minimumLiving = aid.minimumLiving;
				if (aid.destitute !== void 0) facts.destitute = aid.destitute;
			}
			const amount = row.read("monthlyAid", readNumber);
			if (amount !== void 0) facts.monthlyAid = amount;
			return { facts };
		}
		case "familyPlanningRegister": {
			const kindOf = row.read("familyPlanning", readFamilyPlanning);
			return { facts: kindOf === void 0 ? {} : { familyPlanning: kindOf } };
		}
		case "healthRegister": {
			const day = readDate(row.cell("checkedOn"), "event");
			const conditions = row.all("chronicConditions").flatMap(({ cell }) => readWordList(cell));
			return {
				facts: conditions.length === 0 ? {} : { chronicConditions: conditions },
				...day !== null && day.length === 10 && day <= context.asOf ? { sourceDate: day } : {}
			};
		}
		case "deathRegister": {
			const day = readDate(row.cell("diedOn"), "event");
			if (day === null) row.remark("value.unknown", "diedOn", { found: row.text("diedOn").slice(0, 40) });
			return { facts: day === null ? {} : { diedOn: day } };
		}
		case "locationList": {
			const location = readCoordinates(row);
			return { facts: location === null ? {} : { location } };
		}
	}
}
/** A row of a list that adds facts to somebody. */
function readListRow(kind, mapping, cellsOf, context) {
	const start = startRow(mapping, cellsOf);
	if (start.kind !== "read") return start;
	const { row, name } = start.row;
	const { facts, sourceDate, idNo } = listFacts(kind, row, context);
	return {
		kind: "read",
		row: {
			...readPerson(row, name, context, idNo ?? null),
			facts,
			sourceDate: sourceDate ?? mapping.context.filledOn ?? context.asOf,
			remarks: row.remarks
		}
	};
}
const visitorWords = [
	[/互助员|助老员|孝老员|护理员|巡访员|养老员/, "helper"],
	[/网格/, "gridWorker"],
	[/驻村|工作队/, "workTeamMember"],
	[/包帮|包联|帮扶干部|部门|镇干部|乡干部|包村/, "assignedCadre"],
	[/村干部|两委|村支|书记|主任|文书|村委|组长/, "villageCadre"],
	[/志愿/, "volunteer"]
];
function readVisitorRow(mapping, cellsOf, context) {
	const start = startRow(mapping, cellsOf);
	if (start.kind !== "read") return start;
	const { row, name } = start.row;
	const { facts } = readIdentity(row, context.asOf);
	const kindText = row.text("visitorKind");
	const kind = visitorWords.find(([pattern]) => pattern.test(kindText))?.[1];
	if (kind === void 0 && kindText !== "") row.remark("value.unknown", "visitorKind", { found: kindText.slice(0, 40) });
	const fallback = /互助员/.test(`${context.file}${context.sheet}${mapping.context.title}`) ? "helper" : "other";
	const known = listDivision(row, context) ?? resolved(context, mapping);
	if (known === null) row.remark("division.unknown", null);
	const remarks = row.remarks.filter((remark) => !remark.code.startsWith("idNo.missing") && !remark.code.startsWith("birthDate."));
	return {
		kind: "read",
		row: {
			name,
			sex: facts.sex ?? null,
			idNo: facts.idNo ?? null,
			phone: row.read("phone", readPhones)?.[0] ?? null,
			division: known ?? context.places.county,
			kind: kind ?? fallback,
			kindText,
			capacity: row.read("capacity", readNumber) ?? null,
			home: readCoordinates(row),
			remarks
		}
	};
}
const resolved = (context, mapping) => {
	for (const hint of [
		context.section,
		mapping.context.unit,
		context.sheet
	]) {
		const place = resolvePlace("", hint, context.places);
		if (hint !== "" && place.status === "found") return place.code;
	}
	return null;
};
function readFilingRow(mapping, cellsOf, context) {
	const start = startRow(mapping, cellsOf);
	if (start.kind !== "read") return start;
	const { row, name } = start.row;
	const elder = readPerson(row, name, context, null);
	return {
		kind: "read",
		row: {
			elder: {
				...elder,
				division: elder.division ?? resolved(context, mapping)
			},
			visitorName: nameText(row.cell("responsibleName")),
			visitorPhone: row.read("responsiblePhone", readPhones)?.[0] ?? null,
			remarks: row.remarks
		}
	};
}
const levelNames = {
	省: "province",
	自治区: "province",
	直辖市: "province",
	市: "prefecture",
	州: "prefecture",
	地区: "prefecture",
	县: "county",
	区: "county",
	镇: "town",
	乡: "town",
	乡镇: "town",
	街道: "town",
	村: "village",
	社区: "village",
	组: "group"
};
/** A row of 区划: code, name, parent, level, coordinates. Rejected without a code that is one. */
function readDivisionRow(mapping, cellsOf) {
	const skipped = passOver(mapping, cellsOf);
	if (skipped !== null) return skipped;
	const row = new RowCells(mapping, cellsOf);
	const name = cellText(row.cell("divisionName")).replace(/\s+/g, "");
	const code = fullCode(row.text("code").replace(/\D/g, ""));
	if (code === null || name === "") {
		row.remark(name === "" ? "name.missing" : "value.unknown", name === "" ? "divisionName" : "code", name === "" ? {} : { found: row.text("code").slice(0, 20) });
		return {
			kind: "rejected",
			name,
			remarks: row.remarks
		};
	}
	const stated = levelNames[row.text("level")];
	const level = levelOf(code) ?? stated;
	const parent = fullCode(row.text("parentCode").replace(/\D/g, "")) ?? parentOf(code);
	const location = readCoordinates(row);
	return {
		kind: "read",
		row: {
			code,
			name,
			level: level !== void 0 && divisionLevels.includes(level) ? level : "village",
			parent,
			lng: location?.lng ?? null,
			lat: location?.lat ?? null
		}
	};
}
// packages/domain/src/intake/matching.ts
/** What of a number is compared: an old number of 15 digits is the same as the new one made of it. */
function identityKey(idNo) {
	if (idNo === null || idNo === void 0 || idNo === "") return {
		idKey: null,
		idValid: false
	};
	const idValid = idNoProblem(idNo) === null;
	if (!idValid || idNo.length !== 15) return {
		idKey: idNo,
		idValid
	};
	const body = `${idNo.slice(0, 6)}19${idNo.slice(6)}`;
	return {
		idKey: body + idNoCheck(body),
		idValid
	};
}
const conflicting = (a, b) => a.idValid && b.idValid && a.idKey !== b.idKey;
const onlyOne = (people, by) => {
	const ids = new Set(people.map((person) => person.elderId));
	if (ids.size === 0) return { status: "none" };
	return ids.size === 1 ? {
		status: "one",
		elderId: people[0].elderId,
		by
	} : { status: "ambiguous" };
};
function byNumber(candidate, index) {
	if (candidate.idKey === null || !candidate.idValid) return { status: "none" };
	return onlyOne(index.byIdKey(candidate.idKey).filter((person) => person.idValid), "idNo");
}
/** Is a row of a ledger somebody who has a file already (or an earlier row of the same ledger)? */
function matchPerson(candidate, index) {
	const number = byNumber(candidate, index);
	if (number.status !== "none") return number;
	const birth = candidate.birthDate;
	const namesakes = index.byName(candidate.name).filter((person) => person.division === candidate.division && !conflicting(candidate, person));
	if (birth !== null && candidate.sex !== null && candidate.division !== null) {
		const same = namesakes.filter((person) => person.sex === candidate.sex && person.birthDate !== null && birthsAgree(birth, person.birthDate));
		const match = onlyOne(same, "person");
		if (match.status !== "none") return match;
	}
	return namesakes.some((person) => (birth === null || person.birthDate === null) && (candidate.sex === null || person.sex === null || candidate.sex === person.sex)) ? { status: "ambiguous" } : { status: "none" };
}
/**
* Whom does a row of another office's list mean? By valid number first, else by name, narrowed by
* town or village and birth as far as the list tells them; without a place the birth has to agree.
*/
function matchListRow(candidate, index) {
	const number = byNumber(candidate, index);
	if (number.status !== "none") return number;
	const place = candidate.division === null ? null : candidate.division.replace(/0+$/, "").padEnd(candidate.division.endsWith("000") ? 9 : 12, "0");
	const namesakes = index.byName(candidate.name).filter((person) => {
		if (conflicting(candidate, person)) return false;
		if (candidate.sex !== null && person.sex !== null && candidate.sex !== person.sex) return false;
		if (place !== null && person.division !== null && !person.division.startsWith(place)) return false;
		if (candidate.birthDate !== null && person.birthDate !== null) return birthsAgree(candidate.birthDate, person.birthDate);
		return place !== null && place.length === 12;
	});
	return onlyOne(namesakes, "person");
}
// apps/server/src/modules/intake/match.ts
const into = (map, key, value) => {
	const list = map.get(key);
	if (list === void 0) map.set(key, [value]);
	else list.push(value);
};
/**
* `division`: only namesakes there can be the person (rows of a ledger). Without it anybody of that
* name is looked at, but only where the number did not find somebody: names are common.
*/
async function indexFor(services, tx, people, byPlace) {
	const byIdKey = /* @__PURE__ */ new Map();
	const byName = /* @__PURE__ */ new Map();
	const add = (person) => {
		if (person.idKey !== null) into(byIdKey, person.idKey, person);
		into(byName, person.name, person);
	};
	const seen = /* @__PURE__ */ new Set();
	const look = async (keys) => {
		if (keys.length === 0) return;
		for (const found of await findCandidates(services, tx, keys)) {
			if (seen.has(found.elderId)) continue;
			seen.add(found.elderId);
			add({
				elderId: found.elderId,
				name: found.name,
				...identityKey(found.idNo),
				birthDate: found.birthEstimated ? null : found.birthDate,
				sex: found.sex,
				division: found.division
			});
		}
	};
	await look(people.filter(({ idNo }) => (idNo ?? null) !== null).map(({ idNo }) => ({
		idNo: idNo ?? null,
		name: ""
	})));
	const isFound = (idNo) => {
		const { idKey, idValid } = identityKey(idNo);
		return idKey !== null && idValid && (byIdKey.get(idKey) ?? []).some((person) => person.idValid);
	};
	await look(people.filter(({ idNo }) => !isFound(idNo)).map(({ name, division }) => ({
		name,
		division: byPlace ? division ?? null : null
	})));
	return {
		add,
		byIdKey: (key) => byIdKey.get(key) ?? [],
		byName: (name) => byName.get(name) ?? []
	};
}
const identityOf = (person) => ({
	name: person.name,
	...identityKey(person.idNo),
	birthDate: person.birthDate ?? null,
	sex: person.sex ?? null,
	division: person.division ?? null
});
// apps/server/src/modules/intake/store.ts
const noTotals = {
	accepted: 0,
	remarked: 0,
	rejected: 0,
	created: 0,
	changed: 0,
	unchanged: 0,
	assignments: 0,
	uncovered: 0
};
sql`r.id, r.division_code, r.state, r.as_of, r.created_by, a.display_name as created_by_name, r.created_at, r.files, r.tables, r.preview_sealed, r.progress, r.totals, r.refusal`;
sql`import_run r left join account a on a.county_code = r.county_code and a.id = r.created_by`;
async function insertRun(tx, run) {
	const progress = {
		done: 0,
		total: run.tables.reduce((sum, table) => sum + (table.kind === null ? 0 : table.rows), 0),
		phase: run.state
	};
	await tx.query(sql`insert into import_run (county_code, id, division_code, state, as_of, created_by, files, tables, preview_sealed, progress, totals)
        values (${tx.actor.countyCode}, ${run.id}, ${run.scope.padEnd(12, "0")}, ${run.state}, ${run.asOf}, ${run.createdBy}, ${JSON.stringify(run.files)}::jsonb, ${JSON.stringify(run.tables)}::jsonb, ${run.previewSealed}, ${JSON.stringify(progress)}::jsonb, ${JSON.stringify(noTotals)}::jsonb)`);
}
async function updateState(tx, id, state, refusal = null) {
	const isEnd = state === "done" || state === "failed" || state === "stopped";
	await tx.query(sql`update import_run set state = ${state}, stop_requested = false, refusal = ${refusal === null ? null : JSON.stringify(refusal)}::jsonb, finished_at = case when ${isEnd}::boolean then now() end where county_code = ${tx.actor.countyCode} and id = ${id}`);
}
/** Writes where the run is; answers whether somebody asked it to stop. */
async function updateProgress(tx, id, progress, totals) {
	const [row] = await tx.query(sql`update import_run set progress = ${JSON.stringify(progress)}::jsonb, totals = ${JSON.stringify(totals)}::jsonb where county_code = ${tx.actor.countyCode} and id = ${id} returning stop_requested`, { prepare: true });
	return row?.stop_requested ?? false;
}
async function insertFile(tx, importId, fileNo, name, sha256, sealed) {
	await tx.query(sql`insert into import_file (county_code, import_id, file_no, name, sha256, content_sealed) values (${tx.actor.countyCode}, ${importId}, ${fileNo}, ${name}, ${sha256}, ${sealed})`);
}
/** The bytes are wanted no longer than until the run is done. */
async function dropContents(tx, importId) {
	await tx.query(sql`update import_file set content_sealed = null where county_code = ${tx.actor.countyCode} and import_id = ${importId}`);
}
const REMARKS = "import.remarks";
async function insertRows(tx, crypto, importId, firstSeq, ends) {
	if (ends.length === 0) return;
	const county = tx.actor.countyCode;
	const remarks = pack(ends.map((end) => end.remarks.length === 0 ? null : crypto.seal(county, REMARKS, JSON.stringify(end.remarks))));
	await tx.query(sql`insert into import_row (county_code, import_id, seq, file, sheet, row_no, outcome, name, elder_id, remarks_sealed)
        select ${county}, ${importId}, ${firstSeq} + u.at, u.file, u.sheet, u.row_no, u.outcome, u.name, u.elder_id, ${cut(remarks, sql`u.re_at`, sql`u.re_len`)}
        from unnest(${ends.map((_, at) => at)}::int[], ${ends.map((e) => e.file)}::text[], ${ends.map((e) => e.sheet)}::text[], ${ends.map((e) => e.rowNo)}::int[], ${ends.map((e) => e.outcome)}::text[], ${ends.map((e) => e.name)}::text[],
          ${ends.map((e) => e.elderId)}::uuid[], ${remarks.starts}::int[], ${remarks.lengths}::int[]) as u(at, file, sheet, row_no, outcome, name, elder_id, re_at, re_len)`, { prepare: true });
}
async function deleteRows(tx, importId) {
	await tx.query(sql`delete from import_row where county_code = ${tx.actor.countyCode} and import_id = ${importId}`);
}
/** Whom the same places of the same files meant in earlier imports: `file/sheet/row` → elder. */
async function findEarlierRows(tx, file, sheet, rows) {
	const found = await tx.query(sql`select distinct on (i.row_no) i.row_no, i.elder_id from import_row i
        join unnest(${rows.map((row) => row.rowNo)}::int[], ${rows.map((row) => row.name)}::text[]) as w(row_no, name) on w.row_no = i.row_no and w.name = i.name
        where i.county_code = ${tx.actor.countyCode} and i.file = ${file} and i.sheet = ${sheet} and i.elder_id is not null order by i.row_no, i.import_id desc`);
	return new Map(found.map((row) => [row.row_no, row.elder_id]));
}
async function keepWaiting(tx, scope, rows) {
	const last = [...new Map(rows.map((row) => [`${row.kind} ${row.identityIndex.toString("hex")}`, row])).values()];
	if (last.length === 0) return;
	const identity = pack(last.map((row) => row.identityIndex));
	const record = pack(last.map((row) => row.recordSealed));
	await tx.query(sql`insert into list_row (county_code, id, division_code, kind, identity_index, source_ref, source_date, record_sealed, recorded_by)
        select ${tx.actor.countyCode}, u.id, ${scope.padEnd(12, "0")}, u.kind, ${cut(identity, sql`u.ix_at`, sql`u.ix_len`)}, u.ref, u.day, ${cut(record, sql`u.re_at`, sql`u.re_len`)}, ${tx.actor.accountId}::uuid
        from unnest(${last.map(() => newId())}::uuid[], ${last.map((r) => r.kind)}::text[], ${identity.starts}::int[], ${identity.lengths}::int[], ${last.map((r) => r.sourceRef)}::text[], ${last.map((r) => r.sourceDate)}::date[], ${record.starts}::int[], ${record.lengths}::int[])
          as u(id, kind, ix_at, ix_len, ref, day, re_at, re_len)
        on conflict (county_code, division_code, kind, identity_index) do update set source_ref = excluded.source_ref, source_date = excluded.source_date, record_sealed = excluded.record_sealed`);
}
async function listWaiting(tx, after, limit) {
	return tx.query(sql`select id, kind, source_ref, source_date, record_sealed, recorded_by from list_row where county_code = ${tx.actor.countyCode} and id > ${after} order by id limit ${limit}`);
}
async function deleteWaiting(tx, ids) {
	if (ids.length > 0) await tx.query(sql`delete from list_row where county_code = ${tx.actor.countyCode} and id = any(${ids}::uuid[])`);
}
/** Rows of these people that waited are answered by newer ones. */
async function deleteWaitingOf(tx, kind, identities) {
	if (identities.length > 0) await tx.query(sql`delete from list_row where county_code = ${tx.actor.countyCode} and kind = ${kind} and identity_index = any(${identities}::bytea[])`);
}
// apps/server/src/modules/intake/batches.ts
const refOf = (context, rowNo) => `${context.row.file}/${context.row.sheet}/${rowNo}`;
const endOf = (context, rowNo, name, elderId, remarks, isRejected = false) => ({
	file: context.row.file,
	sheet: context.row.sheet,
	rowNo,
	name,
	elderId,
	remarks,
	outcome: isRejected ? "rejected" : remarks.length > 0 ? "remarked" : "accepted"
});
/** Reads the rows of a batch; keeps the section that stands above the rows that follow. */
function readRows(context, rows, reader) {
	let section = context.row.section;
	const read = [];
	const ends = [];
	for (const { rowNo, cells } of rows) {
		const reading = reader(cells, {
			...context.row,
			section
		});
		if (reading.kind === "skipped") section = reading.section ?? section;
		else if (reading.kind === "rejected") ends.push(endOf(context, rowNo, reading.name, null, reading.remarks, true));
		else read.push({
			rowNo,
			row: reading.row,
			remarks: [...reading.row.remarks ?? []]
		});
	}
	return {
		read,
		ends,
		section
	};
}
/** A division inside the scope, or null. What could not be placed belongs to the scope itself. */
function placedIn(context, division, remarks) {
	if (division.startsWith(context.scope)) return division;
	return remarks.some((remark) => remark.code === "division.unknown" || remark.code === "division.ambiguous") ? context.scope.padEnd(12, "0") : null;
}
async function divisionsBatch(context, rows) {
	const { read, ends, section } = readRows(context, rows, (cells) => readDivisionRow(context.mapping, cells));
	if (context.scope.length > 6) return {
		section,
		counts: {},
		ends: [...ends, ...read.map(({ rowNo, row }) => endOf(context, rowNo, row.name, null, [{
			code: "division.outOfScope",
			column: ""
		}], true))]
	};
	const taken = await importDivisions(context.services, context.tx, read.map(({ row }) => row));
	const foreign = new Set(taken.foreign);
	return {
		section,
		counts: {
			created: taken.created,
			changed: taken.changed,
			unchanged: read.length - taken.created - taken.changed - taken.foreign.length
		},
		ends: [...ends, ...read.map(({ rowNo, row }) => foreign.has(row.code) ? endOf(context, rowNo, row.name, null, [{
			code: "division.outOfScope",
			column: "",
			found: row.code
		}], true) : endOf(context, rowNo, row.name, null, []))]
	};
}
async function ledgerBatch(context, rows) {
	const { services, tx } = context;
	const { read, ends, section } = readRows(context, rows, (cells, row) => readElderRow(context.mapping, cells, row));
	const sourceDate = context.mapping.context.filledOn ?? context.row.asOf;
	const pending = [];
	const placed = read.flatMap((entry) => {
		const division = placedIn(context, entry.row.facts.division, entry.remarks);
		if (division !== null) return [{
			entry,
			facts: {
				...entry.row.facts,
				division
			}
		}];
		ends.push(endOf(context, entry.rowNo, entry.row.name, null, [...entry.remarks, {
			code: "division.outOfScope",
			column: ""
		}], true));
		return [];
	});
	const index = await indexFor(services, tx, placed.map(({ facts }) => ({
		name: facts.name,
		idNo: facts.idNo,
		division: facts.division
	})), true);
	const identify = (facts, isEstimated) => identityOf({
		name: facts.name,
		idNo: facts.idNo,
		birthDate: isEstimated ? null : facts.birthDate,
		sex: facts.sex,
		division: facts.division
	});
	let earlier = null;
	for (const { entry, facts } of placed) {
		const { rowNo, row, remarks } = entry;
		const identity = identify(facts, row.birthEstimated);
		const match = matchPerson(identity, index);
		let elderId = match.status === "one" ? match.elderId : null;
		if (match.status === "ambiguous") {
			earlier ??= await findEarlierRows(tx, context.row.file, context.row.sheet, placed.map(({ entry: one }) => ({
				rowNo: one.rowNo,
				name: one.row.name
			})));
			const before = earlier.get(rowNo);
			if (before !== void 0 && index.byName(row.name).some((person) => person.elderId === before)) elderId = before;
			remarks.push({
				code: "row.ambiguousMatch",
				column: ""
			});
		}
		const newElderId = elderId === null ? newId() : void 0;
		const id = elderId ?? newElderId;
		const before = context.spokenOf.get(id);
		if (before === void 0) context.spokenOf.set(id, `${context.row.sheet} ${rowNo}`);
		else remarks.push({
			code: "row.duplicateOf",
			column: "",
			details: { row: before }
		});
		if (newElderId !== void 0) index.add({
			...identity,
			elderId: newElderId
		});
		pending.push({
			entry,
			item: {
				elderId,
				facts,
				source: "ledger",
				sourceDate,
				sourceRef: refOf(context, rowNo),
				recordedBy: tx.actor.accountId,
				...newElderId === void 0 ? {} : { newElderId },
				...before === void 0 ? { remarks: [...new Set(remarks.map((remark) => remark.code))] } : {}
			}
		});
	}
	const answers = await recordStatements(services, tx, pending.map(({ item }) => item), { asOf: context.row.asOf });
	let created = 0;
	let changed = 0;
	for (const [at, { entry }] of pending.entries()) {
		const answer = answers[at];
		const isRefused = answer === void 0 || answer.refusal !== void 0;
		if (answer?.created === true) created += 1;
		else if ((answer?.changedKeys.length ?? 0) > 0) changed += 1;
		ends.push(endOf(context, entry.rowNo, entry.row.name, isRefused ? null : answer.elderId, isRefused ? [...entry.remarks, {
			code: "row.noMatch",
			column: ""
		}] : entry.remarks, isRefused));
	}
	return {
		ends: inOrder(ends),
		counts: {
			created,
			changed,
			unchanged: pending.length - created - changed
		},
		section
	};
}
const inOrder = (ends) => [...ends].sort((a, b) => a.rowNo - b.rowNo);
const WAITING = "intake.listRow";
const identityIndex = (context, kind, person) => context.services.crypto.blindIndex(context.tx.actor.countyCode, WAITING, [
	kind,
	person.name,
	person.idNo ?? "",
	person.division ?? ""
].join("\0"));
async function wait(context, kind, entries) {
	await keepWaiting(context.tx, context.scope, entries.map(({ person, record, rowNo, sourceDate }) => ({
		kind,
		identityIndex: identityIndex(context, kind, person),
		sourceRef: refOf(context, rowNo),
		sourceDate,
		recordSealed: context.services.crypto.seal(context.tx.actor.countyCode, WAITING, JSON.stringify(record))
	})));
}
/** Opens what `wait` sealed. */
const openWaiting = (services, county, sealed) => JSON.parse(services.crypto.open(county, WAITING, sealed));
async function factListBatch(context, kind, rows) {
	const { services, tx } = context;
	const { read, ends, section } = readRows(context, rows, (cells, row) => readListRow(kind, context.mapping, cells, row));
	const index = await indexFor(services, tx, read.map(({ row }) => row), false);
	const items = [];
	const matched = [];
	const waiting = [];
	for (const { rowNo, row, remarks } of read) {
		const match = matchListRow(identityOf(row), index);
		if (match.status === "one") {
			matched.push(identityIndex(context, kind, row));
			if (Object.keys(row.facts).length > 0) items.push({
				elderId: match.elderId,
				facts: row.facts,
				source: factLists[kind],
				sourceDate: row.sourceDate,
				sourceRef: refOf(context, rowNo),
				recordedBy: tx.actor.accountId
			});
		} else {
			remarks.push({
				code: match.status === "none" ? "row.noMatch" : "row.ambiguousMatch",
				column: ""
			});
			waiting.push({
				person: row,
				record: row,
				rowNo,
				sourceDate: row.sourceDate
			});
		}
		ends.push(endOf(context, rowNo, row.name, match.status === "one" ? match.elderId : null, remarks));
	}
	await deleteWaitingOf(tx, kind, matched);
	await wait(context, kind, waiting);
	const changed = (await recordStatements(services, tx, items, { asOf: context.row.asOf })).filter((answer) => answer.changedKeys.length > 0).length;
	return {
		ends: inOrder(ends),
		counts: {
			changed,
			unchanged: matched.length - changed
		},
		section
	};
}
async function rosterBatch(context, rows) {
	const { read, ends, section } = readRows(context, rows, (cells, row) => readVisitorRow(context.mapping, cells, row));
	const taken = [];
	for (const { rowNo, row, remarks } of read) {
		const division = placedIn(context, row.division, remarks);
		if (division === null) ends.push(endOf(context, rowNo, row.name, null, [...remarks, {
			code: "division.outOfScope",
			column: ""
		}], true));
		else {
			taken.push({
				...row,
				division
			});
			ends.push(endOf(context, rowNo, row.name, null, remarks));
		}
	}
	const answers = await context.lists.recordRoster(context.services, context.tx, taken);
	const created = answers.filter((answer) => answer.created).length;
	const changed = answers.filter((answer) => answer.changed && !answer.created).length;
	return {
		ends: inOrder(ends),
		counts: {
			created,
			changed,
			unchanged: taken.length - created - changed
		},
		section
	};
}
async function filingBatch(context, rows) {
	const { services, tx } = context;
	const { read, ends, section } = readRows(context, rows, (cells, row) => readFilingRow(context.mapping, cells, row));
	const index = await indexFor(services, tx, read.map(({ row }) => row.elder), false);
	const from = context.mapping.context.filledOn ?? context.row.asOf;
	const filed = [];
	const waiting = [];
	for (const entry of read) {
		const { rowNo, row, remarks } = entry;
		const match = matchListRow(identityOf(row.elder), index);
		if (row.visitorName === "") ends.push(endOf(context, rowNo, row.elder.name, match.status === "one" ? match.elderId : null, [...remarks, {
			code: "visitor.unknown",
			column: ""
		}]));
		else if (match.status === "one") filed.push({
			entry,
			filed: {
				elderId: match.elderId,
				division: row.elder.division,
				visitorName: row.visitorName,
				visitorPhone: row.visitorPhone,
				from,
				sourceRef: refOf(context, rowNo)
			}
		});
		else {
			remarks.push({
				code: match.status === "none" ? "row.noMatch" : "row.ambiguousMatch",
				column: ""
			});
			waiting.push(entry);
			ends.push(endOf(context, rowNo, row.elder.name, null, remarks));
		}
	}
	const answers = await context.lists.recordFilings(services, tx, filed.map((one) => one.filed));
	const done = [];
	for (const [at, { entry, filed: person }] of filed.entries()) {
		const answer = answers[at];
		if (answer === "visitorUnknown" || answer === "visitorAmbiguous") {
			entry.remarks.push({
				code: answer === "visitorUnknown" ? "visitor.unknown" : "visitor.ambiguous",
				column: "",
				found: entry.row.visitorName
			});
			waiting.push(entry);
		} else done.push(identityIndex(context, "responsibleFiling", entry.row.elder));
		ends.push(endOf(context, entry.rowNo, entry.row.elder.name, person.elderId, entry.remarks));
	}
	await deleteWaitingOf(tx, "responsibleFiling", done);
	await wait(context, "responsibleFiling", waiting.map((entry) => ({
		person: entry.row.elder,
		record: entry.row,
		rowNo: entry.rowNo,
		sourceDate: from
	})));
	const assignments = answers.filter((answer) => answer === "created" || answer === "replaced").length;
	return {
		ends: inOrder(ends),
		counts: {
			assignments,
			unchanged: answers.filter((answer) => answer === "unchanged").length
		},
		section
	};
}
// apps/server/src/modules/intake/zipGuard.ts
const END = 101010256;
const CENTRAL = 33639248;
/** Entries of the central directory; null where there is none. */
function entriesOf(bytes) {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let end = bytes.length - 22;
	const lowest = Math.max(0, bytes.length - 22 - 65535);
	while (end >= lowest && view.getUint32(end, true) !== END) end -= 1;
	if (end < lowest || end < 0) return null;
	const count = view.getUint16(end + 10, true);
	let at = view.getUint32(end + 16, true);
	const entries = [];
	for (let i = 0; i < count; i += 1) {
		if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return null;
		const nameLength = view.getUint16(at + 28, true);
		entries.push({
			size: view.getUint32(at + 24, true),
			name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
		});
		at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return entries;
}
const zipEntryNames = (bytes) => entriesOf(bytes)?.map((entry) => entry.name) ?? null;
/** Bytes that all entries together claim to hold (a size of 4 GiB or more counts as 4 GiB). */
const uncompressedSize = (bytes) => entriesOf(bytes)?.reduce((sum, entry) => sum + entry.size, 0) ?? null;
// apps/server/src/modules/intake/readFile.ts
/** Larger files are refused before anything is read. */
const LARGEST_FILE = 209715200;
/** Unpacked, a workbook may be this large; what claims more is a mistake or an attack. */
const LARGEST_UNPACKED = 1073741824;
/** Below this a workbook is held in memory, which is simpler and has merges of the whole sheet. */
const STREAM_FROM = 41943040;
const day = (date) => Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
const errorValue = /^#(REF|N\/A|VALUE|NAME|DIV\/0|NUM|NULL)[!?]?$/;
const toCell = (value) => {
	if (value === void 0 || value === null) return null;
	if (value instanceof Date) return day(value);
	if (typeof value === "string" && errorValue.test(value)) return null;
	return value;
};
const toCells = (values) => values.map(toCell);
function inMemory(file, sheet, hidden, rows, merges) {
	return {
		file,
		sheet,
		hidden,
		head: {
			file,
			sheet,
			rows: rows.slice(0, 60),
			merges
		},
		rowCount: rows.length,
		async *rows() {
			for (let index = 0; index < rows.length; index += 1) yield {
				rowNo: index + 1,
				cells: rows[index]
			};
		}
	};
}
async function readWorkbook(bytes, file, streamed) {
	return (await readXlsx(bytes, streamed ? { maxRows: 60 } : {})).sheets.flatMap((sheet) => {
		const hidden = sheet.hidden === true || sheet.veryHidden === true;
		const merges = (sheet.merges ?? []).map(({ startRow, startCol, endRow, endCol }) => ({
			startRow,
			startCol,
			endRow,
			endCol
		}));
		const rows = sheet.rows.map((row) => toCells(row));
		if (rows.every((row) => row.every((cell) => cell === null || cell === ""))) return [];
		if (!streamed) return [inMemory(file, sheet.name, hidden, rows, merges)];
		return [{
			file,
			sheet: sheet.name,
			hidden,
			rowCount: null,
			head: {
				file,
				sheet: sheet.name,
				rows: rows.slice(0, 60),
				merges: merges.filter((merge) => merge.startRow < 60)
			},
			async *rows() {
				for await (const row of streamXlsxRows(bytes, { sheet: sheet.name })) yield {
					rowNo: row.index + 1,
					cells: toCells(row.values)
				};
			}
		}];
	});
}
/** Text by its byte order mark, else strict UTF-8, else GB 18030; null where it is no text at all. */
function decodeText(bytes) {
	const decode = (encoding) => {
		try {
			return new TextDecoder(encoding, { fatal: true }).decode(bytes);
		} catch {
			return null;
		}
	};
	if (bytes[0] === 255 && bytes[1] === 254) return decode("utf-16le");
	if (bytes.subarray(0, 4096).includes(0)) return null;
	return decode("utf-8") ?? decode("gb18030");
}
function readCsv(text, file) {
	const delimiter = detectDelimiter(text.slice(0, 2e4));
	const rows = [];
	for (const row of streamCsvRows(text, { delimiter })) rows.push(toCells(row));
	while (rows.length > 0 && rows.at(-1).every((cell) => cell === null || cell === "")) rows.pop();
	return rows.slice(0, 60).reduce((width, row) => Math.max(width, row.length), 0) < 2 ? null : inMemory(file, "", false, rows, []);
}
const startsWith = (bytes, magic) => magic.every((byte, index) => bytes[index] === byte);
/**
* Reads a file into tables. Refusals: import.tooLarge, import.oldXls, import.encrypted,
* import.notAWorkbook, import.noTable; `details.file` names the file. `streamFrom`: unpacked bytes above
* which a workbook is read row by row.
*/
async function readFile(bytes, name, streamFrom = STREAM_FROM) {
	const details = { file: name };
	if (bytes.length > 209715200) return refuse("import.tooLarge", {
		...details,
		megabytes: Math.round(bytes.length / 1024 / 1024),
		limit: LARGEST_FILE / 1024 / 1024
	});
	if (startsWith(bytes, [
		208,
		207,
		17,
		224
	])) {
		const encrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from("EncryptedPackage", "utf16le"));
		return refuse(encrypted ? "import.encrypted" : "import.oldXls", details);
	}
	if (startsWith(bytes, [80, 75])) {
		const entries = zipEntryNames(bytes);
		const unpacked = uncompressedSize(bytes);
		if (entries === null || unpacked === null || !entries.some((entry) => /^xl\/workbook\.xml$/i.test(entry))) return refuse("import.notAWorkbook", details);
		if (unpacked > LARGEST_UNPACKED) return refuse("import.tooLarge", {
			...details,
			megabytes: Math.round(unpacked / 1024 / 1024),
			limit: LARGEST_UNPACKED / 1024 / 1024
		});
		try {
			const tables = await readWorkbook(bytes, name, unpacked > streamFrom);
			return tables.length === 0 ? refuse("import.noTable", details) : {
				ok: true,
				value: tables
			};
		} catch {
			return refuse("import.notAWorkbook", details);
		}
	}
	const text = decodeText(bytes);
	if (text === null || /^\s*(<!doctype|<html|<\?xml|%PDF|\{)/i.test(text.slice(0, 200))) return refuse("import.notAWorkbook", details);
	const table = readCsv(text, name);
	return table === null ? refuse("import.noTable", details) : {
		ok: true,
		value: [table]
	};
}
async function countRows(source) {
	if (source.rowCount !== null) return source.rowCount;
	let count = 0;
	for await (const row of source.rows()) count = row.rowNo;
	return count;
}
/**
* Opens files one after the other. A file that cannot be read keeps its refusal, the others go on.
* `counts`: also count the rows of streamed tables, which reads them once more.
*/
async function openFiles(brought, counts) {
	const files = [];
	const tables = [];
	for (const [fileNo, { name, bytes }] of brought.entries()) {
		const read = await readFile(bytes, name);
		const refusal = read.ok ? null : read.refusal;
		files.push({
			name,
			bytes: bytes.length,
			refusal: refusal === null ? null : {
				code: refusal.code,
				...refusal.details === void 0 ? {} : { details: { ...refusal.details } }
			}
		});
		if (!read.ok) continue;
		for (const source of read.value) {
			const mapping = recogniseTable(source.head);
			const rows = counts || source.rowCount !== null ? await countRows(source) : 0;
			tables.push({
				source,
				stored: {
					tableNo: tables.length,
					fileNo,
					file: name,
					sheet: source.sheet,
					rows: Math.max(0, rows - mapping.firstDataRow),
					headerRow: mapping.headerRow,
					firstDataRow: mapping.firstDataRow,
					kind: source.hidden ? null : mapping.kind,
					columns: mapping.columns,
					context: mapping.context
				}
			});
		}
	}
	return {
		files,
		tables
	};
}
const mappingOf = (stored) => ({
	kind: stored.kind,
	headerRow: stored.headerRow,
	firstDataRow: stored.firstDataRow,
	columns: stored.columns,
	context: stored.context
});
const missingOf = (stored) => missingFields(stored);
// apps/server/src/modules/intake/waiting.ts
const FIRST = "00000000-0000-0000-0000-000000000000";
/**
* Tries one page of waiting rows after `after` (null: from the first); answers where the next page
* begins, null after the last.
*/
async function settleWaiting(services, tx, lists, options) {
	const rows = await listWaiting(tx, options.after ?? FIRST, options.limit);
	const opened = rows.map((row) => {
		const record = openWaiting(services, tx.actor.countyCode, row.record_sealed);
		const filing = row.kind === "responsibleFiling" ? record : null;
		return {
			row,
			filing,
			list: filing === null ? record : null,
			person: filing?.elder ?? record
		};
	});
	const index = await indexFor(services, tx, opened.map(({ person }) => person), false);
	const items = [];
	const filed = [];
	const settled = [];
	for (const { row, filing, list, person } of opened) {
		const match = matchListRow(identityOf(person), index);
		if (match.status !== "one") continue;
		if (filing !== null) filed.push({
			id: row.id,
			person: {
				elderId: match.elderId,
				division: filing.elder.division,
				visitorName: filing.visitorName,
				visitorPhone: filing.visitorPhone,
				from: row.source_date,
				sourceRef: row.source_ref
			}
		});
		else if (list !== null) {
			settled.push(row.id);
			if (Object.keys(list.facts).length > 0) items.push({
				elderId: match.elderId,
				facts: list.facts,
				source: factLists[row.kind],
				sourceDate: row.source_date,
				sourceRef: row.source_ref,
				recordedBy: row.recorded_by
			});
		}
	}
	const said = await recordStatements(services, tx, items, { asOf: options.asOf });
	const answers = await lists.recordFilings(services, tx, filed.map(({ person }) => person));
	for (const [at, { id }] of filed.entries()) if (answers[at] !== "visitorUnknown" && answers[at] !== "visitorAmbiguous") settled.push(id);
	await deleteWaiting(tx, settled);
	return {
		next: rows.length < options.limit ? null : rows.at(-1)?.id ?? null,
		counts: {
			changed: said.filter((answer) => answer.changedKeys.length > 0).length,
			assignments: answers.filter((answer) => answer === "created" || answer === "replaced").length
		}
	};
}
// apps/server/src/modules/intake/run.ts
const BATCH = 2e3;
/** Files of a folder come in any order; they are worked in this one. */
const phases = [
	{
		phase: "divisions",
		kinds: ["divisions"]
	},
	{
		phase: "ledger",
		kinds: ["elderLedger"]
	},
	{
		phase: "roster",
		kinds: ["visitorRoster"]
	},
	{
		phase: "lists",
		kinds: Object.keys(factLists)
	},
	{
		phase: "responsible",
		kinds: ["responsibleFiling"]
	}
];
async function* batchesOf(source, firstDataRow) {
	let batch = [];
	for await (const row of source.rows()) {
		if (row.rowNo <= firstDataRow) continue;
		batch.push(row);
		if (batch.length === BATCH) {
			yield batch;
			batch = [];
		}
	}
	if (batch.length > 0) yield batch;
}
function workBatch(context, kind, rows) {
	switch (kind) {
		case "divisions": return divisionsBatch(context, rows);
		case "elderLedger": return ledgerBatch(context, rows);
		case "visitorRoster": return rosterBatch(context, rows);
		case "responsibleFiling": return filingBatch(context, rows);
		default: return factListBatch(context, kind, rows);
	}
}
/** Two imports of one county take turns batch by batch, so that neither opens a file that the other just did. */
const takeTurn = (tx) => tx.query(sql`select pg_advisory_xact_lock(hashtext('intake'), hashtext(${tx.actor.countyCode}))`);
/** Runs an import that stands as `running` in import_run; leaves it `done` or `stopped`. */
async function runTables(services, options) {
	const { importId, actor, asOf, lists } = options;
	const { db, crypto } = services;
	const taken = options.tables.filter((table) => table.stored.kind !== null);
	const totals = { ...noTotals };
	let done = 0;
	let seq = 0;
	let total = taken.reduce((sum, table) => sum + table.stored.rows, 0);
	const spokenOf = /* @__PURE__ */ new Map();
	const add = (counts) => {
		for (const [key, value] of Object.entries(counts)) totals[key] += value;
	};
	const report = async (tx, phase) => {
		total = Math.max(total, done);
		const progress = {
			done,
			total,
			phase
		};
		options.onProgress?.(progress, totals);
		return await updateProgress(tx, importId, progress, totals) || options.signal?.aborted === true;
	};
	const finish = async (state) => {
		await db.tx(actor, async (tx) => {
			totals.uncovered = await lists.countUncovered(tx);
			await report(tx, state);
			await updateState(tx, importId, state);
			if (state === "done") await dropContents(tx, importId);
			await audit(tx, {
				action: `import.${state}`,
				entity: "import",
				entityId: importId,
				division: actor.scope.padEnd(12, "0"),
				details: { ...totals }
			});
		});
		return {
			state,
			totals
		};
	};
	await db.tx(actor, async (tx) => {
		await ensureCounty(tx, actor.countyCode);
		await deleteRows(tx, importId);
	});
	for (const { phase, kinds } of phases) {
		const places = indexPlaces(await db.tx(actor, (tx) => divisionsOf(tx, actor.countyCode)), actor.countyCode);
		for (const { stored, source } of taken.filter((table) => kinds.includes(table.stored.kind))) {
			const mapping = mappingOf(stored);
			let section = "";
			for await (const rows of batchesOf(source, stored.firstDataRow)) {
				const { answer, stop } = await db.tx(actor, async (tx) => {
					await takeTurn(tx);
					const worked = await workBatch({
						services,
						tx,
						mapping,
						lists,
						scope: actor.scope,
						spokenOf,
						row: {
							asOf,
							places,
							sheet: stored.sheet,
							file: stored.file,
							section
						}
					}, stored.kind, rows);
					await insertRows(tx, crypto, importId, seq, worked.ends);
					add(worked.counts);
					for (const end of worked.ends) totals[end.outcome] += 1;
					done += rows.length;
					return {
						answer: worked,
						stop: await report(tx, phase)
					};
				});
				seq += answer.ends.length;
				section = answer.section;
				options.onRows?.(answer.ends);
				if (stop) return finish("stopped");
			}
		}
		if (phase === "roster") for (let after = null, more = true; more;) {
			const page = await db.tx(actor, async (tx) => {
				await takeTurn(tx);
				const worked = await settleWaiting(services, tx, lists, {
					after,
					limit: BATCH,
					asOf
				});
				add(worked.counts);
				return {
					next: worked.next,
					stop: await report(tx, "waiting")
				};
			});
			if (page.stop) return finish("stopped");
			after = page.next;
			more = after !== null;
		}
	}
	return finish("done");
}
async function runOrFail(services, options) {
	try {
		return await runTables(services, options);
	} catch (error) {
		services.log.error({
			importId: options.importId,
			error: error instanceof Error ? error.stack : String(error)
		}, "import failed");
		await services.db.tx(options.actor, (tx) => updateState(tx, options.importId, "failed", { code: "server.bug" }));
		throw error;
	}
}
/** Imports files at once, in this process: the command line, the demonstration county, tests. */
async function runImport(services, lists, folder) {
	const { files, tables } = await openFiles(folder.files, false);
	const importId = newId();
	const stored = tables.map((table) => table.stored);
	await services.db.tx(folder.actor, async (tx) => {
		await insertRun(tx, {
			id: importId,
			scope: folder.actor.scope,
			state: "running",
			asOf: folder.asOf,
			createdBy: folder.actor.accountId,
			files,
			tables: stored,
			previewSealed: null
		});
		for (const [fileNo, { name, bytes }] of folder.files.entries()) await insertFile(tx, importId, fileNo, name, createHash("sha256").update(bytes).digest(), null);
	});
	const { state, totals } = await runOrFail(services, {
		importId,
		actor: folder.actor,
		asOf: folder.asOf,
		tables: tables.filter((table) => missingOf(table.stored).length === 0),
		lists,
		...folder.onProgress === void 0 ? {} : { onProgress: folder.onProgress },
		...folder.onRows === void 0 ? {} : { onRows: folder.onRows },
		...folder.signal === void 0 ? {} : { signal: folder.signal }
	});
	return {
		importId,
		state,
		files,
		tables: stored,
		totals
	};
}
// packages/contract/src/intake.ts
const importState = z.enum([
	"reading",
	"ready",
	"running",
	"stopped",
	"done",
	"failed"
]);
const importTable = z.object({
	tableNo: z.number(),
	file: z.string(),
	sheet: z.string(),
	kind: z.enum(tableKinds).nullable(),
	rows: z.number(),
	headerRow: z.number(),
	columns: z.array(z.object({
		index: z.number(),
		header: z.string(),
		field: z.string().nullable()
	})),
	/** First rows as read, numbers masked. */
	preview: z.array(z.array(z.union([
		z.string(),
		z.number(),
		z.boolean(),
		z.null()
	]))),
	missing: z.array(z.string())
});
const importView = z.object({
	id,
	state: importState,
	createdAt: z.string(),
	createdBy: z.string(),
	asOf: isoDate,
	files: z.array(z.object({
		name: z.string(),
		bytes: z.number(),
		refusal: z.object({
			code: z.string(),
			details: z.record(z.string(), z.unknown()).optional()
		}).nullable()
	})),
	tables: z.array(importTable),
	progress: z.object({
		done: z.number(),
		total: z.number(),
		phase: z.string()
	}),
	totals: z.object({
		accepted: z.number(),
		remarked: z.number(),
		rejected: z.number(),
		created: z.number(),
		changed: z.number(),
		unchanged: z.number(),
		assignments: z.number(),
		uncovered: z.number()
	}),
	refusal: z.object({
		code: z.string(),
		details: z.record(z.string(), z.unknown()).optional()
	}).nullable()
});
route({
	method: "POST",
	path: "/api/imports",
	permission: "imports.run",
	summary: "Upload files (multipart `files`, field `asOf`); they are read and recognised, nothing is written to the ledger",
	carries: "upload",
	response: importView
});
route({
	method: "GET",
	path: "/api/imports",
	permission: "imports.read",
	summary: "Imports of the scope, newest first",
	response: z.object({ imports: z.array(importView.omit({ tables: true })) })
});
route({
	method: "GET",
	path: "/api/imports/:id",
	permission: "imports.read",
	summary: "One import with tables, mapping and progress",
	params: z.object({ id }),
	response: importView
});
route({
	method: "POST",
	path: "/api/imports/:id/mapping",
	permission: "imports.run",
	summary: "Correct the kind or the column mapping of a table before it runs",
	params: z.object({ id }),
	body: z.object({
		tableNo: z.number(),
		kind: z.enum(tableKinds).nullable(),
		columns: z.array(z.object({
			index: z.number(),
			field: z.string().nullable()
		}))
	}),
	response: importView
});
route({
	method: "POST",
	path: "/api/imports/:id/start",
	permission: "imports.run",
	summary: "Run it",
	params: z.object({ id }),
	response: importView
});
route({
	method: "POST",
	path: "/api/imports/:id/stop",
	permission: "imports.run",
	summary: "Stop it between two batches; what was written stays and is listed",
	params: z.object({ id }),
	response: importView
});
const importRow = z.object({
	file: z.string(),
	sheet: z.string(),
	row: z.number(),
	outcome: z.enum([
		"accepted",
		"remarked",
		"rejected"
	]),
	name: z.string(),
	elderId: id.nullable(),
	remarks: z.array(z.object({
		code: z.string(),
		column: z.string(),
		found: z.string().optional(),
		details: z.record(z.string(), z.union([z.string(), z.number()])).optional()
	}))
});
route({
	method: "GET",
	path: "/api/imports/:id/rows",
	permission: "imports.read",
	summary: "Rows of an import by outcome",
	params: z.object({ id }),
	query: z.object({
		outcome: z.enum([
			"accepted",
			"remarked",
			"rejected"
		]).optional(),
		...page
	}),
	response: z.object({
		count: z.number(),
		rows: z.array(importRow)
	})
});
z.object({
	countyCode: z.string(),
	importId: z.string()
});
// apps/server/src/platform/crypto/index.ts
const VERSION = 1;
/** Random ivs are drawn by the thousand: an import seals hundreds of thousands of values, one draw each took a third of the time. */
const ivs = Buffer.alloc(12288);
let ivAt = ivs.length;
function nextIv() {
	if (ivAt >= ivs.length) {
		randomFillSync(ivs);
		ivAt = 0;
	}
	ivAt += 12;
	return Buffer.from(ivs.subarray(ivAt - 12, ivAt));
}
function fieldCrypto(masterKey) {
	if (masterKey.length !== 32) throw new Error("the master key must have 32 bytes");
	const keys = /* @__PURE__ */ new Map();
	const key = (countyCode, use) => {
		const name = `${use}:${countyCode}`;
		let derived = keys.get(name);
		if (derived === void 0) {
			derived = Buffer.from(hkdfSync("sha256", masterKey, "shouwang", name, 32));
			keys.set(name, derived);
		}
		return derived;
	};
	return {
		seal(countyCode, purpose, text) {
			const iv = nextIv();
			const cipher = createCipheriv("aes-256-gcm", key(countyCode, "field"), iv);
			cipher.setAAD(Buffer.from(purpose));
			const body = cipher.update(text, "utf8");
			cipher.final();
			const sealed = Buffer.allocUnsafe(29 + body.length);
			sealed[0] = VERSION;
			iv.copy(sealed, 1);
			cipher.getAuthTag().copy(sealed, 13);
			body.copy(sealed, 29);
			return sealed;
		},
		open(countyCode, purpose, sealed) {
			if (sealed[0] !== VERSION) throw new Error("sealed with an unknown version");
			const decipher = createDecipheriv("aes-256-gcm", key(countyCode, "field"), sealed.subarray(1, 13));
			decipher.setAAD(Buffer.from(purpose));
			decipher.setAuthTag(sealed.subarray(13, 29));
			return decipher.update(sealed.subarray(29), void 0, "utf8") + decipher.final("utf8");
		},
		blindIndex: (countyCode, purpose, text) => createHmac("sha256", key(countyCode, "index")).update(`${purpose}\0${text}`).digest()
	};
}
/** Reads the master key of a data folder, making one at the first start (mode 0600). */
async function loadMasterKey(dataDir) {
	const path = join$2(dataDir, "keys", "master.key");
	try {
		return Buffer.from((await readFile$1(path, "utf8")).trim(), "base64");
	} catch (error) {
		if (error.code !== "ENOENT") throw error;
	}
	await mkdir(dirname(path), {
		recursive: true,
		mode: 448
	});
	const draft = `${path}.${randomBytes(6).toString("hex")}`;
	await writeFile(draft, `${randomBytes(32).toString("base64")}\n`, {
		mode: 384,
		flag: "wx"
	});
	try {
		await link(draft, path);
	} catch (error) {
		if (error.code !== "EEXIST") throw error;
	} finally {
		await unlink(draft);
	}
	return Buffer.from((await readFile$1(path, "utf8")).trim(), "base64");
}
// apps/server/src/platform/log.ts
const silentLog = {
	info: () => void 0,
	warn: () => void 0,
	error: () => void 0
};
// bench/importer.ts
const NAME = "台账.xlsx";
const [mode, workbook, dataDir, connection, county, asOf] = process.argv.slice(2);
const began = performance.now();
let rows = 0;
let totals = {};
if (mode === "read") {
	const opened = await readFile(await readFile$1(workbook), NAME);
	if (!opened.ok) throw new Error(opened.refusal.code);
	for (const table of opened.value) for await (const row of table.rows()) rows += row.cells.length > 0 ? 1 : 0;
} else {
	const clock = fixedClock(`${asOf}T04:00:00.000Z`);
	const db = openDb(connection, { today: clock.today });
	const summary = await runImport({
		db,
		clock,
		crypto: fieldCrypto(await loadMasterKey(dataDir)),
		log: silentLog,
		jobs: { send: async () => void 0 }
	}, visitorLists, {
		files: [{
			name: NAME,
			bytes: await readFile$1(workbook)
		}],
		asOf,
		actor: systemActor(county)
	});
	totals = { ...summary.totals };
	rows = summary.totals.accepted + summary.totals.remarked + summary.totals.rejected;
	await db.close();
}
const answer = {
	ms: performance.now() - began,
	rows,
	peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
	totals
};
process.stdout.write(JSON.stringify(answer));
export {};

//# sourceMappingURL=importer.js.map