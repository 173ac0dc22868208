// The namespaces that the desk loads, in Chinese.
import access from './access.json' with { type: 'json' };
import assessments from './assessments.json' with { type: 'json' };
import cases from './cases.json' with { type: 'json' };
import common from './common.json' with { type: 'json' };
import factWords from '@shouwang/domain/words/zh-CN.json' with { type: 'json' };
import correctionField from './correctionField.json' with { type: 'json' };
import contacts from './contacts.json' with { type: 'json' };
import domain from './domain.json' with { type: 'json' };
import entry from './entry.json' with { type: 'json' };
import errors from './errors.json' with { type: 'json' };
import intake from './intake.json' with { type: 'json' };
import ledger from './ledger.json' with { type: 'json' };
import listing from './listing.json' with { type: 'json' };
import network from './network.json' with { type: 'json' };
import oversight from './oversight.json' with { type: 'json' };
import papers from './papers.json' with { type: 'json' };
import phoneDesk from './phoneDesk.json' with { type: 'json' };
import plausibility from './plausibility.json' with { type: 'json' };
import policy from './policy.json' with { type: 'json' };
import reconciliation from './reconciliation.json' with { type: 'json' };
import remarks from './remarks.json' with { type: 'json' };
import reviews from './reviews.json' with { type: 'json' };
import risk from './risk.json' with { type: 'json' };
import shell from './shell.json' with { type: 'json' };
import statistics from './statistics.json' with { type: 'json' };
import statisticsWords from '@shouwang/domain/words/statistics.zh-CN.json' with { type: 'json' };
import campaigns from './campaigns.json' with { type: 'json' };
import surveys from './surveys.json' with { type: 'json' };
import visitDesk from './visitDesk.json' with { type: 'json' };
import visits from './visits.json' with { type: 'json' };

export default {
  access,
  assessments,
  cases,
  common,
  contacts,
  correctionField,
  domain: { ...factWords, ...statisticsWords, ...domain },
  entry,
  errors,
  intake,
  ledger,
  listing,
  network,
  oversight,
  papers,
  phoneDesk,
  plausibility,
  policy,
  reconciliation,
  remarks,
  reviews,
  risk,
  shell,
  statistics,
  campaigns,
  surveys,
  visitDesk,
  visits,
};
