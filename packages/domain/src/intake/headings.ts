// The words that stand over columns and the fields they mean. A heading is read with the heading
// above it (子女情况/姓名 is a child's name); words that mean different things in different lists
// (类别, 等级, 状态) are settled when the kind of the list is known.
import type { Field } from './fields.ts';
import type { TableKind } from './types.ts';

/** Upper case, without spaces, brackets' content, stars and punctuation. */
export const headingText = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[\s*※:：·.。/／、]/g, '')
    .replace(/[（(【[](?!.*社区)[^）)】\]]*[）)】\]]/g, '');

const exactly = (words: string): RegExp => new RegExp(`^(?:${words})$`);

/** A child by any name, numbered or not: 子女1, 第二子女, 长子. */
const child = '(?:(?:主要|第?[\\d一二三四五六]?个?)(?:子女|儿女|赡养人)|儿子|女儿|[长次]子|[长次]女)';
const ordinal = '[\\d一二三四五六七八九十]*';
const byPhone = '(?:的)?(?:联系)?(?:电话|手机|方式|号码)(?:号码?)?';
const urgent = '(?:紧急|主要|巡访|备用|应急|第[一二三])';
const spouse = '(?:配偶|老伴|爱人)';
/** Who else lives there, by any name: 家庭成员, 共同生活人员, 同住人. */
const member = '(?:(?:家庭|家中|户内|同户|共同居住|共同生活)(?:其他|主要)?(?:成员|人员|人口|家属|人)|其他家庭成员|主要家庭成员|家庭主要成员|同住人(?:员)?)';
const carer = '(?:主要|日常|生活)*(?:照料|照护|照顾)(?:人|者)(?:员)?';

/** Tried in order on the lowest heading. */
const leaves: readonly (readonly [RegExp, Field])[] = [
  [exactly('序号|编号|序|NO|号|档案号|档案编号|户编号'), 'other'],
  [/^联系人(姓名)?$/, 'contact'],
  [/^联系人(的)?(联系)?(电话|手机|方式|号码)/, 'contactPhone'],
  [/^证件类(型|别)$/, 'other'],
  [new RegExp(`^${urgent}联系人?${ordinal}${byPhone}${ordinal}$`), 'emergencyPhone'],
  [new RegExp(`^${urgent}?联系人${ordinal}(?:与.*)?(?:的)?关系${ordinal}$`), 'emergencyRelation'],
  [new RegExp(`^${urgent}联系人${ordinal}(?:的)?(?:姓名|名字)?${ordinal}$`), 'emergencyName'],
  [new RegExp(`^${urgent}?联系人(?:的)?(?:姓名)?(?:及|和|与)(?:其)?(?:联系)?(?:电话|手机|方式|号码|关系)`), 'emergencyName'],
  [new RegExp(`^${carer}${byPhone}`), 'carerPhone'],
  [new RegExp(`^${carer}(?:与.*)?(?:的)?关系$`), 'carerRelation'],
  [new RegExp(`^${carer}(?:的)?(?:姓名|名字)?$`), 'carerName'],
  [/^(日常|主要|生活)*(照料|照护|照顾)(者|人)?(情况|方式|类型|类别|状况)$/, 'carers'],
  [/^(配偶|老伴|爱人)(的)?(姓名|名字)$/, 'spouseName'],
  [/^(配偶|老伴|爱人).*身份(证|号)/, 'spouseIdNo'],
  [/^(配偶|老伴|爱人).*(电话|手机|联系方式|联系号码)/, 'spousePhone'],
  [new RegExp(`^${spouse}(?:的)?(?:情况|状况|状态|是否健在|健在情况|是否在世)$|^(?:有无|是否有)${spouse}$`), 'maritalStatus'],
  [new RegExp(`^${spouse}.*(?:居住|住址|去向|所在地|现居|外出|务工)`), 'spousePlace'],
  // What else is asked of a husband or wife is never the elder's own.
  [new RegExp(`^${spouse}(?:的)?(?:年龄|性别|出生|健康|身体|疾病|患病|残疾|能力|自理|职业|工作|单位|民族|学历|文化|户籍|户口|养老|医保|收入)`), 'other'],
  [new RegExp(`^${member}${ordinal}(?:数|数量|总数|合计)$`), 'other'],
  [new RegExp(`^${member}${ordinal}${byPhone}${ordinal}$`), 'memberPhone'],
  [new RegExp(`^${member}${ordinal}(?:与.*)?(?:的)?(?:关系|称谓)${ordinal}$`), 'memberRelation'],
  [new RegExp(`^${member}${ordinal}(?:的)?(?:居民)?(?:身份证|证件|公民身份).*$`), 'memberIdNo'],
  [new RegExp(`^${member}${ordinal}(?:的)?性别${ordinal}$`), 'memberSex'],
  [new RegExp(`^${member}${ordinal}(?:的)?(?:健康|身体)(?:状况|情况)?${ordinal}$`), 'memberHealth'],
  [new RegExp(`^${member}${ordinal}(?:的)?(?:现)?(?:居住|住址|去向|所在|务工|外出).*$`), 'memberPlace'],
  [new RegExp(`^${member}${ordinal}(?:的)?(?:姓名|名字|名单)${ordinal}$`), 'memberName'],
  [new RegExp(`^(?:家庭|家中|户内)(?:其他|主要)?成员${ordinal}(?:基本)?(?:情况|信息|状况)?$`), 'members'],
  [new RegExp(`^${member}${ordinal}(?:的)?(?:年龄|出生|民族|职业|工作|学历|文化|残疾|婚姻)`), 'other'],
  [/^(文化(程度|水平)?|学历|(受)?教育(程度|水平))$/, 'education'],
  [/^(家庭|签约)+医生.*(电话|手机|方式|号码)/, 'familyDoctorPhone'],
  [/^(家庭|签约)+医生(姓名)?$/, 'familyDoctor'],
  [/医保|医疗保险|新农合|合作医疗/, 'medicalInsurance'],
  [/养老(保险|金).*(金额|标准|待遇|领取额|元)|^(月|每月)?养老(保险)?金$|^(月|每月)?(领取|发放)?待遇(金额|标准)?(元)?$/, 'pensionAmount'],
  [/^(是否)?(参加|享受|领取)?(城乡居民|城镇职工|社会|基本)*养老(保险)?(类型|类别|种类|险种|情况|参保情况)?$|^参保(类型|险种)$|^险种(类型|名称)?$/, 'pension'],
  [/^(领取|待遇|生存|资格|领取资格|待遇领取)*(认证|领取)(状态|结果|情况)$|^(待遇|发放)状态$/, 'certified'],
  [/认证(完成)?(日期|时间)$/, 'certifiedOn'],
  [/^(家庭|全家|户)(总)?年(总|纯|均)?收入$/, 'householdYearlyIncome'],
  [/^(家庭|全家|户)(总)?(每)?月(总|均)?收入$/, 'householdIncome'],
  [/^(本人|个人|老人)?(平均)?年(均)?(总|纯)?收入$/, 'yearlyIncome'],
  [/^(本人|个人|老人)?(平均)?(每)?月(均)?收入$/, 'monthlyIncome'],
  [/(经济|收入|生活)(主要)?来源/, 'incomeSources'],
  [/^(家庭)?(生活|经济)(状况|水平|条件)$/, 'livelihood'],
  [/脱贫|建档立卡|贫困户|监测(户|对象)|三类户/, 'povertyState'],
  [/^(是否|有无)?(已)?(健在|在世|死亡|去世)(情况|状态)?$|^(人员|老人|本人|对象|生存|在世|存活|当前|目前)(状态|状况)$/, 'lifeState'],
  [/人户(状态|情况|一致|分离)|户在人/, 'residenceState'],
  [/(服务|关爱|养老|帮扶|照护)?(需求|诉求)(项目|内容|类型|情况|类别)?$/, 'needs'],
  [/^(户籍|户口)?(注销|变动|变更|迁移|迁出|减员|销户|死亡|核减)(原因|类型|类别|事由)$/, 'reason'],
  [/(迁出|迁移|搬迁|转出)(日期|时间)$/, 'movedOn'],
  [/^(迁往|迁入|迁至|转往|转入)(何)?(地|地址|地区|单位|处|省市县区?)?(名称|详细地址)?$/, 'movedTo'],
  [/(填表|填报|审核|录入|采集|经办|调查|登记)(人|员|日期|时间|单位)/, 'other'],
  [/户主|与户主|监护人|紧急联系|联系人|评估机构|评估人|文化|民政对象|照片|签(字|名)/, 'other'],
  [/^(责任人|探访(关爱)?责任人|包保(责任)?人(员)?|包[联保](人|干部)|探访(人|员|人员)|助老员|互助员|结对人|帮扶责任人|联系干部)(姓名)?$/, 'responsibleName'],
  [/(责任人|包保人|探访员|探访人员?|互助员|助老员|结对人|包联人)(的)?(联系)?(电话|手机|方式|号码)/, 'responsiblePhone'],
  [/(责任人|包保人|探访员|互助员).*(职务|单位|身份|证)/, 'other'],
  // 村干部电话, 亲属联系方式: somebody else's number, never the elder's.
  [
    /^(村(两委|组|级|委会?|居委?)?|社区|驻村|包村|帮扶|网格|镇|乡镇)?(干部|书记|支书|主任|文书|组长|队长|队员|网格员|网格长|专干|医生|村医|民政(办|所)|值班|负责人|经办人).*(电话|手机|联系方式|联系号码)/,
    'other',
  ],
  [/^(村委会?|居委会|村居|社区|镇|乡镇|单位|村|邻居|亲属|亲戚|家属|家人|户主|监护人).{0,2}(电话|手机|联系方式|联系号码)(号码?)?$/, 'other'],
  [/(住处|居住|家庭|住址)?经度|^LNG$|^LON(GITUDE)?$|^东经$/, 'lng'],
  [/(住处|居住|家庭|住址)?纬度|^LAT(ITUDE)?$|^北纬$/, 'lat'],
  [new RegExp(`^${child}.*姓名[^\\d一二三四五六].*`), 'children'],
  // 子女身份证号, 子女年龄: never the elder's own.
  [new RegExp(`^${child}${ordinal}(?:的)?(?:居民)?(?:身份证|证件|公民身份|年龄|性别|出生|健康|身体|残疾|民族|学历|文化|户籍|户口|收入|职业|婚姻)`), 'other'],
  [new RegExp(`^${child}.*(电话|手机|联系方式|联系号码)`), 'childPhone'],
  [new RegExp(`^${child}.*(关系|称谓)`), 'childRelation'],
  [/^与?(老(年)?人|本人|对象)?(的)?关系$/, 'childRelation'],
  [new RegExp(`^${child}.*(外出|离开|离家|务工)(时间|日期|年月)`), 'childSince'],
  [/^(外出|离家|离开)(务工|起始|开始)?(时间|日期|年月)$/, 'childSince'],
  [new RegExp(`^${child}.*(居住|住址|去向|所在地|外出|现居|地点|务工地)`), 'childPlace'],
  [/^(外出|务工)(务工)?(地点|地|去向|地址|所在地)$|^去向$/, 'childPlace'],
  [new RegExp(`^${child}${ordinal}(的)?(姓名|名字|名称)${ordinal}$`), 'childName'],
  [new RegExp(`^(${child}|儿女)${ordinal}(基本)?(情况|信息|状况)?$`), 'children'],
  [/^子女(及|和|与).*|^其他子女/, 'children'],
  [/残疾(人)?证(件)?(号|编号|书)?(码)?$|^残疾证号/, 'certificate'],
  [/身份(证)?(号|证)|证件号|^身份证$|公民身份|^身份号/, 'idNo'],
  [/出生(年月日?|日期|时间|年份)|^生日$|^出生年?$/, 'birthDate'],
  [/^(现|实际|实足|周岁|虚岁)?年龄$|^(周岁|虚岁|岁数|年岁)$/, 'age'],
  [/^性别$|^男女$/, 'sex'],
  [/^民族$/, 'ethnicity'],
  [/户籍(性质|类型|类别)|户口(性质|类型|类别)|^户籍$|^户口$|^户别$|城乡/, 'hukou'],
  [/^(所属|所在|现住|居住|户籍)?(乡镇|镇|乡|街道)?(村|村社区|村居|村社|社区)(村民|居民)?(小)?组(名|名称)?$|^(所属|所在)?(乡镇|镇|乡)(村|村社区|村居|社区|村社)(名称)?$/, 'place'],
  [/户籍(地|所在地|地址)|户口所在地|^所属(区划|单位)$|^所在地$/, 'place'],
  [/^(所(在|属))?(乡镇|镇|街道|镇街|乡|乡\(镇\)|镇办|镇\(街道\)|乡镇\(街道\)|乡镇街道|街道乡镇|镇名|乡镇名称|镇名称|镇\(街道、?办\))(名称)?$/, 'town'],
  [/^(乡级|镇级|乡镇级|乡镇街道级|镇街级)(区划|单位)?(名称)?$/, 'town'],
  [/^(村级|建制村|建制村名|行政村名|村居级|村社区级|所辖(行政)?村社区|所辖村居|所辖(行政|建制)村)(区划|单位)?(名称)?$/, 'village'],
  [/^(所(在|属)|现居住|现住|服务|负责|所辖)?(行政)?(村|村\(社区\)|村社区|社区村|社区|村社|村居|村\/社区|村名|村庄|村别|村委会|村\(居\))(名称)?$|^村.{0,2}社区.{0,2}$/, 'village'],
  [/^(所在|所属)?(组|社|队|生产队|屯|村民小组|小组|组别|村民组|村小组|自然村|村民小组名|组名|居民小组|网格组|组\(网格\))$/, 'group'],
  [/住址|地址|居住地|门牌|^住处$/, 'address'],
  [/^(是否)?(为|属于)?(空巢|留守|失能|半失能|重残|重度残疾|孤寡|高龄|失智)(老人|老年人|人员)?$|^独居(老人|老年人)?$|^是否(为|属于)?计划?生育?特殊家庭$/, 'categories'],
  [
    /老年人类(别|型)|人员类(别|型)|对象类(别|型)|身份类别|特殊困难类(别|型)|老人类(别|型)|(困难|属性)类(别|型)|^(人员|对象|老人|老年人)(属性|分类|种类)$|^(所属|特殊困难)类(别|型)$/,
    'categories',
  ],
  [/^(初步|初评|自评|原)(评估)?(等级|级别|结果)$/, 'other'],
  [
    /^(最终|综合|评定|确定|复核)(评估)?(等级|级别|结果|结论)$|能力(评估)?(等级|级别|情况|结果|状况|结论)|^能力评估$|自理(能力|情况|程度)|失能(等级|程度|情况|级别|状况)|生活能力$|评估(等级|结果|级别|结论|意见)|^身体能力|^(生活)?自理$/,
    'abilityLevel',
  ],
  [/残疾(类别|类型|种类)$/, 'disabilityType'],
  [/残疾(证)?(等级|级别|程度)$/, 'disabilityGrade'],
  [/残疾(情况|状况|类别及等级|类别等级|类型及等级|类型等级)?$|残疾.*(及|和).*(等级|类别|类型)/, 'disability'],
  [/婚姻|^婚否$/, 'maritalStatus'],
  [/居住(状况|情况|状态|方式|类型|形式)|居住人|同住|陪伴居住|共同生活|[与和跟]谁|是否独居|^居住$/, 'livesWith'],
  [/(是否)?(愿意|同意)(接受)?|(探访|接受|服务).*意愿|^意愿$|是否接受|^(是否)?自愿$|^接受服务$/, 'wantsVisits'],
  [/慢病|慢性病/, 'chronicConditions'],
  [/患病|疾病|病种|病史|重病|病情|健康(状况|情况|$)|^身体(健康)?(状况|情况)$|^(大|重)?病$/, 'illnesses'],
  [/(保障|救助|低保|特困|供养|享受|补助|发放)(标准|金额|金)|月保障|月救助/, 'monthlyAid'],
  [/救助(对象)?(类别|类型|种类|情况)|低保|特困|保障(类别|类型)|供养(方式|类型|类别|形式)|^五保(户|情况)?$/, 'aid'],
  [/计生|计划生育|失独|扶助类(别|型)/, 'familyPlanning'],
  [/(死亡|注销|去世|火化)(日期|时间)/, 'diedOn'],
  [/评估(完成)?(日期|时间)/, 'assessedOn'],
  [/体检|随访(日期|时间)$/, 'checkedOn'],
  [/可?(包保|包联|联系|帮扶|探访|负责|承担|服务|结对)(老人|对象)?(人数|老人数|数量|上限)|^容量$|最多.*人/, 'capacity'],
  [/^(职务|岗位|身份|单位及职务|队伍类别|探访人员类别|互助员类别|人员身份)$/, 'visitorKind'],
  [/(上级|父级|所属).*(代码|编码)/, 'parentCode'],
  [/^(所在)?(县市区|县区|区县|县市|县|区)级?(行政)?(区划|统计)?(代码|编码)$/, 'countyCode'],
  [/^(所在)?(乡镇街道|乡镇|镇街|镇办|镇乡|镇|乡|街道)级?(行政)?(区划|统计)?(代码|编码)$/, 'townCode'],
  [/^(所在)?(行政村|建制村|村委会|村居委会|村民委员会|村社区|村居|村社|村|社区|居委会)级?(行政)?(区划|统计)?(代码|编码)$/, 'villageCode'],
  [/^(村民小组|居民小组|村民组|小组|组|自然村|社|队)级?(区划|统计)?(代码|编码)$/, 'groupCode'],
  [/^(区划|统计)?(代码|编码|统计代码)$|区划代码|统计用?代码|^区划码$/, 'code'],
  [/^(所属|所在)?(县市区|县区|区县|县市|县级|县)(名称|名)?$/, 'county'],
  [/^(行政)?(区划)?名称$|^(行政)?区划名|^单位名称$|^地名$/, 'divisionName'],
  [/^(行政|区划|单位)?(层级|级次)$|^(行政|行政区划|区划|单位)(级别|等级)$/, 'level'],
  [/电话|手机|联系方式|联系号码|^(座机|固话)$/, 'phone'],
  [/^(服务|关爱|帮扶|探访|受助|保障|救助|包保|结对)?对象$|^(死者|逝者|亡者|死亡人员)$/, 'name'],
  [/姓名|^老人$|^老年人$|^名字$|^(被探访|被访|受访|被巡访)(人|者|老人|老年人)?$/, 'name'],
  [/备注|说明|其他情况|^备考$|^其他$/, 'remark'],
  [exactly('类型|类别|种类|待遇类型|待遇类别|家庭类型|特殊家庭类型|家庭类别'), 'type'],
  [exactly('等级|级别'), 'grade'],
  [exactly('状态|证件状态|残疾证状态|持证状态|是否有效'), 'status'],
  [exactly('日期|时间'), 'date'],
  [exactly('金额|月金额|标准'), 'amount'],
];

/** A leaf under one of these parents means the parent's person, not the elder. */
const byParent: readonly (readonly [RegExp, Readonly<Partial<Record<Field, Field>>>])[] = [
  [
    /子女|赡养/,
    {
      name: 'childName',
      phone: 'childPhone',
      address: 'childPlace',
      childPlace: 'childPlace',
      date: 'childSince',
      childSince: 'childSince',
      idNo: 'other',
      sex: 'other',
      age: 'other',
      type: 'childRelation',
      livesWith: 'childPlace',
      remark: 'other',
    },
  ],
  [/责任人|包保|探访人|探访员|互助员|帮扶/, { name: 'responsibleName', phone: 'responsiblePhone', idNo: 'other', sex: 'other', age: 'other', address: 'other' }],
  [/监护/, { name: 'other', phone: 'other', contactPhone: 'other', idNo: 'other', sex: 'other', age: 'other', birthDate: 'other', childRelation: 'other' }],
  [/配偶|老伴/, { name: 'spouseName', phone: 'spousePhone', contactPhone: 'spousePhone', idNo: 'spouseIdNo', sex: 'other', age: 'other', birthDate: 'other', address: 'other' }],
  [
    /^(?!.*子女)(?:家庭|家中|户内|同户|共同居住|共同生活)(?:其他|主要)?(?:成员|人员)/,
    {
      name: 'memberName',
      sex: 'memberSex',
      idNo: 'memberIdNo',
      phone: 'memberPhone',
      contactPhone: 'memberPhone',
      childRelation: 'memberRelation',
      type: 'memberRelation',
      address: 'memberPlace',
      childPlace: 'memberPlace',
      livesWith: 'memberPlace',
      illnesses: 'memberHealth',
      age: 'other',
      birthDate: 'other',
      ethnicity: 'other',
      education: 'other',
      maritalStatus: 'other',
      disability: 'other',
      abilityLevel: 'other',
      remark: 'other',
      date: 'other',
    },
  ],
  [
    /联系人/,
    {
      name: 'emergencyName',
      phone: 'emergencyPhone',
      contact: 'emergencyName',
      contactPhone: 'emergencyPhone',
      childRelation: 'emergencyRelation',
      idNo: 'other',
      sex: 'other',
      age: 'other',
      birthDate: 'other',
      address: 'other',
    },
  ],
  [
    /(照料|照护|照顾)(人|者)/,
    {
      name: 'carerName',
      phone: 'carerPhone',
      contactPhone: 'carerPhone',
      childRelation: 'carerRelation',
      idNo: 'other',
      sex: 'other',
      age: 'other',
      birthDate: 'other',
      address: 'other',
    },
  ],
  [/(家庭|签约)医生/, { name: 'familyDoctor', phone: 'familyDoctorPhone', contactPhone: 'familyDoctorPhone' }],
  [/养老/, { amount: 'pensionAmount', type: 'pension', status: 'certified' }],
  [/类(别|型)$/, { familyPlanning: 'categories' }],
  [/^(县|区县|县区|县市区|县级)$/, { divisionName: 'county', code: 'countyCode' }],
  [/^(乡镇|镇|乡|镇街|乡镇街道|乡级|镇级)$/, { divisionName: 'town', code: 'townCode' }],
  [/^(村|行政村|建制村|村社区|村居|社区|村级)$/, { divisionName: 'village', code: 'villageCode' }],
  [/^(组|村民小组|小组|自然村)$/, { divisionName: 'group', code: 'groupCode' }],
  [/残疾/, { type: 'disabilityType', grade: 'disabilityGrade', status: 'validity' }],
  [/评估/, { grade: 'abilityLevel', date: 'assessedOn' }],
];

/** The field that a heading means, with the heading above it; null where the words are not known. */
export function fieldOfHeading(leaf: string, parent: string): Field | null {
  const text = headingText(leaf);
  if (text === '') return null;
  let field: Field | null = null;
  for (const [pattern, meaning] of leaves) {
    if (pattern.test(text)) {
      field = meaning;
      break;
    }
  }
  const above = headingText(parent);
  if (above !== '') {
    for (const [pattern, meanings] of byParent) {
      if (!pattern.test(above)) continue;
      if (/子女|赡养/.test(above)) {
        if (/关系|称谓/.test(text)) return 'childRelation';
        if (/时间|日期|何时/.test(text)) return 'childSince';
        if (/外出|去向|地点|住/.test(text)) return 'childPlace';
        if (field === null) return 'children';
      } else if (meanings.name === 'memberName' && /关系|称谓/.test(text)) return 'memberRelation';
      if (field !== null) field = meanings[field] ?? field;
    }
  }
  return field;
}

/** What the unsettled words mean in a list of this kind. */
const settled: Readonly<Record<TableKind, Readonly<Partial<Record<Field, Field>>>>> = {
  divisions: { name: 'divisionName', grade: 'level', type: 'level' },
  elderLedger: {
    type: 'categories',
    grade: 'abilityLevel',
    disabilityGrade: 'disability',
    amount: 'monthlyAid',
    responsibleName: 'other',
    responsiblePhone: 'other',
    level: 'abilityLevel',
    contact: 'emergencyName',
    contactPhone: 'emergencyPhone',
    status: 'lifeState',
  },
  visitorRoster: { type: 'visitorKind', categories: 'visitorKind', responsibleName: 'name', responsiblePhone: 'phone', status: 'other' },
  responsibleFiling: { type: 'categories', visitorKind: 'other', contact: 'responsibleName', contactPhone: 'responsiblePhone' },
  disabilityRegister: { type: 'disabilityType', categories: 'disabilityType', grade: 'disabilityGrade', status: 'validity' },
  assessmentRegister: { grade: 'abilityLevel', date: 'assessedOn', type: 'other' },
  aidRegister: { type: 'aid', categories: 'aid', amount: 'monthlyAid' },
  familyPlanningRegister: { type: 'familyPlanning', categories: 'familyPlanning' },
  healthRegister: { date: 'checkedOn', illnesses: 'chronicConditions' },
  deathRegister: { date: 'diedOn', type: 'other', status: 'other' },
  locationList: {},
  pensionRegister: { type: 'pension', categories: 'pension', amount: 'pensionAmount', monthlyAid: 'pensionAmount', status: 'certified', date: 'certifiedOn' },
  residenceRegister: { date: 'movedOn', type: 'other', status: 'other', childPlace: 'movedTo' },
};
const unsettled: ReadonlySet<Field> = new Set(['type', 'grade', 'status', 'date', 'amount', 'contact', 'contactPhone']);
/** Fields that only the list of divisions has. */
const ofDivisions: ReadonlySet<Field> = new Set(['divisionName', 'parentCode', 'code', 'level', 'county', 'countyCode', 'townCode', 'villageCode', 'groupCode']);
export const settleField = (field: Field, kind: TableKind): Field => {
  const meaning = settled[kind][field] ?? field;
  return unsettled.has(meaning) || (kind !== 'divisions' && ofDivisions.has(meaning)) ? 'other' : meaning;
};
