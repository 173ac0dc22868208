// When a template gives occasion to a campaign: a festival or a season of the calendar, a warning that
// was entered or came in. A campaign is proposed from here; that it begins is somebody's decision, or
// the pack's where a county has confirmed that warnings start it (decisions.md).
import { warningLevels, type CampaignTemplate, type DayOfYear, type WarningKind, type WarningLevel } from '../policy/pack.ts';
import { addDays, lastDayOfMonth, type IsoDate } from '../shared/index.ts';
import { festivalOn } from './lunar.ts';

/** Days of a campaign, the first and the last included. */
export interface Span {
  readonly startsOn: IsoDate;
  readonly endsOn: IsoDate;
}
export interface Occasion extends Span {
  readonly template: CampaignTemplate;
  /** Tells this occasion from any other of the template: the festival's day, the season's first, the warning's id. */
  readonly key: string;
  /** The festival itself; null for other occasions. */
  readonly festivalOn: IsoDate | null;
}
export interface Warning {
  readonly id: string;
  readonly kind: WarningKind;
  readonly level: WarningLevel;
  /** Days on which it is in force. */
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** A day of a year; the last of the month where that year has no such day. */
function dayIn(year: number, day: DayOfYear): IsoDate {
  const date = `${year}-${day}`;
  const last = lastDayOfMonth(date.slice(0, 7));
  return date > last ? last : date;
}

export const reaches = (level: WarningLevel, wanted: WarningLevel): boolean => warningLevels.indexOf(level) >= warningLevels.indexOf(wanted);

export const warnsFor = (template: CampaignTemplate, warning: Warning): boolean =>
  template.occasion.kind === 'warning' && template.occasion.warnings.includes(warning.kind) && reaches(warning.level, template.occasion.fromLevel);

/** Does a warning of this kind and level begin the campaign by itself? */
export const startsItself = (template: CampaignTemplate, warning: Warning): boolean =>
  template.startsItself !== undefined && warnsFor(template, warning) && reaches(warning.level, template.startsItself);

/** The campaign that a warning asks for; null where the template is not meant. */
export const occasionOf = (template: CampaignTemplate, warning: Warning): Occasion | null =>
  template.occasion.kind === 'warning' && warnsFor(template, warning)
    ? { template, key: warning.id, festivalOn: null, startsOn: warning.from, endsOn: addDays(warning.to, template.occasion.daysAfter) }
    : null;

function ofYear(template: CampaignTemplate, year: number): Occasion | null {
  const { occasion } = template;
  if (occasion.kind === 'festival') {
    const on = festivalOn(year, occasion.lunar);
    return { template, key: on, festivalOn: on, startsOn: addDays(on, -occasion.daysBefore), endsOn: addDays(on, occasion.daysAfter) };
  }
  if (occasion.kind === 'season') {
    const startsOn = dayIn(year, occasion.from);
    return { template, key: startsOn, festivalOn: null, startsOn, endsOn: dayIn(occasion.to < occasion.from ? year + 1 : year, occasion.to) };
  }
  return null;
}

/** Occasions of the calendar that are running or begin within `days` of today, the earliest first. */
export function calendarOccasions(templates: readonly CampaignTemplate[], today: IsoDate, days: number): readonly Occasion[] {
  const until = addDays(today, days);
  const year = Number(today.slice(0, 4));
  return templates
    .flatMap((template) => [year - 1, year, year + 1].flatMap((each) => ofYear(template, each) ?? []))
    .filter((occasion) => occasion.endsOn >= today && occasion.startsOn <= until)
    .toSorted((a, b) => (a.startsOn === b.startsOn ? (a.template.code < b.template.code ? -1 : 1) : a.startsOn < b.startsOn ? -1 : 1));
}
