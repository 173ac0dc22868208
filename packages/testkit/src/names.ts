// Names of people and places that nobody bears: common syllables put together by chance, with the
// cases that break software now and then — compound surnames, rare characters, names with `·`.
import type { Sex } from '@shouwang/domain/ledger';
import type { Chance } from './random.ts';

const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
  '欧阳',
  '上官',
  '司马',
  '仇',
  '单',
  '解',
  '查',
  '盖',
];
const givenMale = [...'国建明德福贵林山春生祥文武军平强志忠义仁宝田水金银有成永长安富兴旺顺发全先荣华光辉海清松柏'];
const givenFemale = [...'秀英兰芳玉珍桂香凤莲菊梅翠花芝淑琴云霞红素琼蓉珠碧群会珊美丽春娥巧静惠燕桃杏慧'];
const rare = [...'㛃䶮昪堃喆淼犇赟玥翀垚', '𤧛', '𬭎', '𫍽'];
const dotted = {
  male: ['买买提', '吐尔逊', '艾合买提', '阿不都热合曼', '玉素甫', '巴特尔', '图门'],
  female: ['阿依古丽', '帕提古丽', '热依汗', '古丽仙', '其其格', '萨仁'],
  father: ['司马义', '卡德尔', '达吾提', '阿西木', '尼亚孜', '巴图', '苏和'],
};

/** A person's name; about one in two hundred has a `·`, one in a hundred a rare character. */
export function personName(from: Chance, sex: Sex): { readonly name: string; readonly ethnicity: string } {
  if (from.happens(0.005)) return { name: `${from.pick(dotted[sex])}·${from.pick(dotted.father)}`, ethnicity: from.pick(['维吾尔族', '蒙古族']) };
  const given = sex === 'male' ? givenMale : givenFemale;
  const first = from.happens(0.01) ? from.pick(rare) : from.pick(given);
  // Common surnames stand first in the list and are drawn more often.
  const surname = surnames[Math.floor(from.unit() ** 1.7 * surnames.length)] as string;
  return { name: `${surname}${first}${from.happens(0.72) ? from.pick(given) : ''}`, ethnicity: from.happens(0.97) ? '汉族' : from.pick(['土家族', '苗族', '回族']) };
}

const townNames = [
  '上河',
  '清溪',
  '云岭',
  '白石',
  '松林',
  '龙潭',
  '双桥',
  '高坪',
  '石门',
  '竹园',
  '老鹰',
  '茶坪',
  '大湾',
  '麻柳',
  '红岩',
  '青杠',
  '月亮',
  '万寿',
  '铁佛',
  '柏树',
  '金鸡',
  '梅子',
  '长滩',
  '黄泥',
  '三合',
  '五峰',
  '响水',
  '古井',
];
const villageHeads = [...'柳松竹石桃杏枣槐梨杉枫桐龙凤虎马羊牛鹤燕雁白青红黄黑大小上下前后东西南北高长新老'];
const villageTails = [...'坪沟湾河岭坝塘垭峡溪梁庄营寨台池井桥坡洞'];

export const townName = (index: number): string =>
  `${townNames[index % townNames.length] as string}${index < townNames.length ? '' : String(Math.floor(index / townNames.length) + 1)}镇`;

/** `count` village names of one town, all different; the first is the town's community. */
export function villageNames(from: Chance, town: string, count: number): readonly string[] {
  const names = new Set([`${town.replace(/镇$/, '')}社区`]);
  while (names.size < count) {
    const head = from.pick(villageHeads);
    names.add(`${head}${from.happens(0.35) ? from.pick(villageHeads) : ''}${from.pick(villageTails)}村`);
  }
  return [...names];
}
