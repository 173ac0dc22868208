// Words on official sheets, in the language that they are sent in. A county's own names come from its
// pack; what stands here is the form itself.
import type { Category } from '@shouwang/domain/ledger';

export const sheetWords = {
  categories: {
    livingAlone: '独居', emptyNest: '空巢', leftBehind: '留守', careDependent: '失能', severeDisability: '重残', familyPlanningSpecial: '计生特殊家庭',
    destituteAtHome: '散居特困', kinless: '孤寡', cognitivelyImpaired: '失智', advancedAge: '高龄',
  } satisfies Record<Category, string>,
  fileName: (unit: string, month: string): string => `${unit}特殊困难老年人探访关爱月报表${month}`,
  report: {
    sheet: '月报表',
    title: (unit: string, year: string, month: string): string => `${unit}${year}年${month}月特殊困难老年人探访关爱服务月报表`,
    asOf: (date: string, time: string): string => `统计截至：${date} ${time}`,
    columns: {
      number: '序号', unit: '单位', listed: '在册对象（人）', categories: '对象类别（人次）', tiers: '探访等级（人）', visiting: '探访任务', required: '应上门（次）', fulfilled: '已完成（次）', homeVisitRate: '完成率',
      reaching: '月探访覆盖', reached: '已联系（人）', reachRate: '覆盖率', contacts: '探访情况（次）', homeVisits: '上门', otherContacts: '电话、视频等', attempts: '未见到本人', uncovered: '无责任人（人）', provisional: '待确认（人）',
    },
    note: '说明：一人多类的分别计入各类别；同一周期内同一天多次探访按一次计；完成次数以应上门次数为限。',
  },
  ledger: {
    sheet: '台账',
    title: (unit: string): string => `${unit}特殊困难老年人台账`,
    columns: {
      number: '序号', town: '镇（街道）', village: '村（社区）', group: '组', name: '姓名', sex: '性别', birth: '出生年月', age: '年龄', idNo: '公民身份号码', phone: '联系电话', categories: '老年人类别', tier: '探访等级', responsible: '探访关爱责任人', lastVisit: '最近探访', remarks: '备注',
    },
    sexes: { male: '男', female: '女' },
  },
  unit: '填报单位（盖章）',
  filledOn: '填报日期',
  total: '合计',
  signers: { filler: '填报人', reviewer: '审核人', leader: '分管领导' },
  page: '第 &P 页 共 &N 页',
};
export type SheetWords = typeof sheetWords;
