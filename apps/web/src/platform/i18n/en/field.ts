// The namespaces that the field app loads, in English.
import campaignField from './campaignField.json' with { type: 'json' };
import common from './common.json' with { type: 'json' };
import factWords from '@shouwang/domain/words/en.json' with { type: 'json' };
import domain from './domain.json' with { type: 'json' };
import errors from './errors.json' with { type: 'json' };
import field from './field.json' with { type: 'json' };
import fieldDay from './fieldDay.json' with { type: 'json' };
import phone from './phone.json' with { type: 'json' };
import surveyField from './surveyField.json' with { type: 'json' };
import visitField from './visitField.json' with { type: 'json' };

export default { campaignField, common, errors, domain: { ...factWords, ...domain }, field, fieldDay, phone, surveyField, visitField };
