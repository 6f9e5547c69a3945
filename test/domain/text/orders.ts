/*
 * Orders to firms as inspectors write them, each beside the tip that led to it: a hundred invented ones. Ordinary orders
 * speak of the same hazard in the words of the field; the others repeat what the reporter wrote.
 */

export interface Firm {
  readonly name: string;
  readonly creditCode: string;
  readonly address: string;
}

export const firm: Firm = {
  name: '嘉兴市禾源金属制品有限公司',
  creditCode: '91330402MA2B7K3M9Q',
  address: '嘉兴经济技术开发区塘汇街道正原路128号',
};

export interface Told {
  readonly tip: string;
  readonly order: string;
}

const tips = {
  welding:
    '我在塘汇街道正原路128号的禾源金属制品有限公司干过,他们车间里天天有人烧电焊,焊工王建国没有特种作业操作证,也没参加过培训,火花乱溅,旁边就堆着纸箱。我的电话是138 0573 1234,请保密。',
  dust: '家具厂打磨车间木粉很厚,除尘是干式的,没有泄爆口也没有抑爆装置,老板娘姓周,晚上九点以后还在偷着生产,5月8日晚上9点我亲眼看见冒烟。',
  exits:
    '仓库二楼的安全出口被铁链锁着,疏散通道堆满了成品,灭火器过期两年,上次检查的人一走他们又锁上了,门口停着浙F·A123B的货车。',
  chemicals:
    '普通仓库里长期存放几十吨成桶的甲醇和稀释剂,没有危险化学品经营许可证,夜里有车来拉,装卸的时候气味熏得隔壁睡不着。仓管员李晓东知道钥匙在哪里。',
  training:
    '新来的员工第一天就上冲床,没人讲过安全,光电保护坏了用胶布粘住,上个月有个小工手指被压断,赔了六万二私了,厂里不让往外说。',
  confined:
    '污水池清理没有通风也没有检测就让人下去,6月15日下午2点30分有两个人晕在里面,是我和老陈把他们拉上来的,公司说谁讲出去就开除谁。',
  gas: '食堂后面的液化气钢瓶有四十多个,和烧火的灶只隔一层铁皮,可燃气体浓度检测报警装置拆下来放在抽屉里,联系我请加微信 jx_lihua88。',
  forklift:
    '叉车没有年检,开叉车的是厂长的外甥,才17岁,没有证,每天从车间开到马路对面,差点撞到放学的小孩。厂长叫张伟强。',
  dormitory:
    '车间楼上住了三十几个工人,楼下就是喷漆房,电线都是从窗户拉进来的,一到晚上就跳闸,夏天打地铺睡在油漆桶旁边。',
  electric:
    '配电房漏水,配电箱没有门,电工证是假的,查证书编号T330402198805126312就知道。绝缘垫都没有,下雨天开机器手会麻。',
} as const;

/** What an inspector found there, in the words of the field. */
export const ordinary: readonly Told[] = [
  { tip: tips.welding, order: '1名焊工未取得特种作业操作证上岗作业。' },
  {
    tip: tips.welding,
    order: '嘉兴市禾源金属制品有限公司焊接车间1名作业人员未取得焊接与热切割作业特种作业操作证。',
  },
  {
    tip: tips.welding,
    order: '立即停止无证人员从事焊接作业,安排其参加专门的安全作业培训,取得相应资格后方可上岗。',
  },
  { tip: tips.welding, order: '焊接作业点周边可燃物未清理,未配备灭火器材;动火作业未办理审批手续。' },
  {
    tip: tips.welding,
    order:
      '你单位(统一社会信用代码91330402MA2B7K3M9Q)位于嘉兴经济技术开发区塘汇街道正原路128号,须于2026年6月30日前完成整改。',
  },
  {
    tip: tips.welding,
    order: '车间主任负责,2026年7月15日前完成全部特种作业人员证书核查,建立特种作业人员台账。',
  },
  { tip: tips.dust, order: '打磨车间干式除尘系统未按规范设置泄爆装置和隔爆装置。' },
  { tip: tips.dust, order: '未建立粉尘清扫制度,打磨车间地面、设备表面积尘严重。' },
  {
    tip: tips.dust,
    order: '依据《工贸企业粉尘防爆安全规定》,除尘系统应增设抑爆装置,并委托有资质的单位出具验收报告。',
  },
  { tip: tips.dust, order: '除尘器锁气卸灰装置失效,立即停用并更换;停用期间不得进行打磨作业。' },
  { tip: tips.dust, order: '组织从业人员进行粉尘防爆专项培训,培训学时不少于8学时,考核合格后方可上岗。' },
  { tip: tips.exits, order: '仓库二层东侧安全出口上锁,疏散通道堆放杂物。' },
  { tip: tips.exits, order: '疏散通道、安全出口应保持畅通,严禁占用、堵塞、封闭疏散通道。' },
  { tip: tips.exits, order: '现场抽查的6具灭火器压力不足或超过有效期,应予更换并建立维护保养记录。' },
  { tip: tips.exits, order: '疏散指示标志缺失3处,应急照明损坏2处,按GB 17945-2010的要求补齐。' },
  { tip: tips.exits, order: '明确安全出口管理责任人,每日班前班后各检查一次并记录,检查记录保存一年。' },
  { tip: tips.chemicals, order: '普通仓库内违规储存甲醇等危险化学品,未设置专用仓库。' },
  { tip: tips.chemicals, order: '未取得危险化学品经营许可证从事危险化学品储存经营活动。' },
  {
    tip: tips.chemicals,
    order: '甲醇、稀释剂应转移至具备安全条件的专用仓库,储存场所设置通风设施、防静电和可燃气体报警装置。',
  },
  { tip: tips.chemicals, order: '储存场所未张贴化学品安全标签和安全技术说明书,未设置明显的安全警示标志。' },
  {
    tip: tips.chemicals,
    order: '立即停止装卸作业,3日内委托有资质单位将现场危险化学品转移,转移前安排专人24小时值守。',
  },
  { tip: tips.training, order: '2名新进从业人员未经安全生产教育和培训合格即上岗作业。' },
  { tip: tips.training, order: '3号冲床光电保护装置失效,未及时维修。' },
  { tip: tips.training, order: '未如实记录安全生产教育和培训的时间、内容、参加人员以及考核结果。' },
  { tip: tips.training, order: '冲压设备停机检修,光电保护装置修复并经测试合格后方可恢复使用。' },
  { tip: tips.training, order: '完善三级安全教育制度,补训全部新进人员,建立一人一档。' },
  { tip: tips.confined, order: '有限空间作业未落实先通风、再检测、后作业的要求。' },
  { tip: tips.confined, order: '未对污水池等有限空间进行辨识并建立管理台账,未设置安全警示标志。' },
  {
    tip: tips.confined,
    order: '未配备气体检测仪、正压式呼吸器、救援三脚架等有限空间作业防护和应急救援器材。',
  },
  { tip: tips.confined, order: '有限空间作业须经审批,作业现场安排监护人员,监护人员不得离开。' },
  { tip: tips.confined, order: '2026年6月20日前完成有限空间作业专项应急预案的编制并组织一次应急演练。' },
  { tip: tips.gas, order: '食堂液化石油气瓶组间与明火点防火间距不足,未设置实体墙隔开。' },
  { tip: tips.gas, order: '使用液化石油气的场所未安装可燃气体浓度检测报警装置。' },
  { tip: tips.gas, order: '气瓶存放数量超过规定,多余气瓶退回供气单位,瓶组间设置防倾倒措施。' },
  { tip: tips.gas, order: '报警装置须与排风、切断阀联锁,安装后由安装单位出具调试报告。' },
  { tip: tips.gas, order: '请于每周五17时前将整改进度报送我局,联系电话12350。' },
  { tip: tips.forklift, order: '1台叉车未经定期检验继续使用。' },
  { tip: tips.forklift, order: '叉车司机未取得特种设备作业人员证,立即停止作业。' },
  { tip: tips.forklift, order: '厂区内叉车行驶路线未划定,道口未设置减速、警示标志。' },
  { tip: tips.forklift, order: '叉车钥匙由专人保管,实行指纹或刷卡启动,严禁驶出厂区。' },
  { tip: tips.forklift, order: '责任人:设备部负责人;整改期限:15日;整改资金:20000元。' },
  { tip: tips.dormitory, order: '生产车间与员工宿舍设置在同一座建筑物内,不符合安全要求。' },
  { tip: tips.dormitory, order: '使用危险物品的车间不得与员工宿舍在同一座建筑物内,宿舍人员应立即全部搬离。' },
  { tip: tips.dormitory, order: '宿舍区私拉乱接电气线路,未穿管保护,应立即拆除。' },
  { tip: tips.dormitory, order: '喷漆房未采用防爆电气设备,通风设施不足,停止使用并整改。' },
  { tip: tips.dormitory, order: '油漆、稀料当日用量以外不得存放于作业现场,设置中间仓库。' },
  { tip: tips.electric, order: '配电室屋面渗漏,配电柜前未铺设绝缘胶垫。' },
  { tip: tips.electric, order: '配电箱箱门缺失,未张贴当心触电警示标志,未安装漏电保护器。' },
  { tip: tips.electric, order: '电气作业人员所持低压电工作业证经查询无效,应重新参加培训考核。' },
  { tip: tips.electric, order: '对全厂电气线路和设备进行一次检测,出具检测报告;设备外壳接地保护须有效。' },
];

/** What would let the firm know who wrote. */
export const telling: readonly Told[] = [
  // Word for word, with other punctuation, width, spaces and characters that nobody sees.
  { tip: tips.welding, order: '经查,车间里天天有人烧电焊,焊工无证。' },
  { tip: tips.welding, order: '焊工没有特种作业操作证,也没参加过培训,火花乱溅。' },
  { tip: tips.welding, order: '现场火花乱溅,旁边就堆着纸箱,应立即清理。' },
  { tip: tips.welding, order: '现场火 花 乱 溅 , 旁 边 就 堆 着 纸 箱。' },
  { tip: tips.welding, order: '现场火花、乱溅;旁边——就堆着“纸箱”。' },
  {
    tip: tips.welding,
    order: '火\u200b花\u200b乱\u200b溅\u200b旁\u200b边\u200b就\u200b堆\u200b着\u200b纸\u200b箱',
  },
  { tip: tips.welding, order: '车间里天天\n有人烧\n电焊,责令改正。' },
  { tip: tips.welding, order: '他们车间里天天有人烧电焊' },
  { tip: tips.welding, order: '禾源金属制品有限公司干过,他们车间里天天有人。' },
  { tip: tips.dust, order: '打磨车间木粉很厚,除尘是干式的,没有泄爆口。' },
  { tip: tips.dust, order: '除尘是干式的没有泄爆口也没有抑爆装置' },
  { tip: tips.dust, order: '存在晚上九点以后还在偷着生产的情况。' },
  { tip: tips.dust, order: '存在晚上9点以后还在偷着生产的情况。' },
  { tip: tips.exits, order: '安全出口被铁链锁着,疏散通道堆满了成品。' },
  { tip: tips.exits, order: '上次检查的人一走他们又锁上了,须杜绝。' },
  { tip: tips.exits, order: '查见灭火器过期两年,上次检查后未更换。' },
  { tip: tips.chemicals, order: '普通仓库里长期存放几十吨成桶的甲醇。' },
  { tip: tips.chemicals, order: '夜里有车来拉,装卸的时候气味扰民。' },
  { tip: tips.chemicals, order: '装卸的时候气味熏得隔壁睡不着' },
  { tip: tips.training, order: '光电保护坏了用胶布粘住,立即修复。' },
  { tip: tips.training, order: '新来的员工第一天就上冲床,未经培训。' },
  { tip: tips.training, order: '上个月有个小工手指被压断,未按规定报告。' },
  { tip: tips.confined, order: '没有通风也没有检测就让人下去作业。' },
  { tip: tips.gas, order: '报警装置拆下来放在抽屉里,应恢复安装。' },
  { tip: tips.gas, order: '气瓶和烧火的灶只隔一层铁皮,间距不足。' },
  { tip: tips.forklift, order: '每天从车间开到马路对面,存在事故风险。' },
  { tip: tips.dormitory, order: '电线都是从窗户拉进来的,应予拆除。' },
  { tip: tips.dormitory, order: '夏天打地铺睡在油漆桶旁边,严重违规。' },
  { tip: tips.electric, order: '绝缘垫都没有,下雨天开机器手会麻。' },
  // Names.
  { tip: tips.welding, order: '焊工王建国无证上岗。' },
  { tip: tips.welding, order: '责任人:王 建 国' },
  { tip: tips.chemicals, order: '由李晓东负责清点仓库存量。' },
  { tip: tips.confined, order: '老陈等人须参加应急救援培训。' },
  { tip: tips.forklift, order: '厂长张伟强负责落实。' },
  { tip: tips.forklift, order: '责任人:张伟强' },
  { tip: '车间主任陈志明让我们带病上岗,我叫赵小燕,请替我保密。', order: '责任人:陈志明' },
  { tip: '车间主任陈志明让我们带病上岗,我叫赵小燕,请替我保密。', order: '请赵小燕到场说明情况。' },
  { tip: '是王老板自己下令关掉报警器的。', order: '王老板应立即恢复报警器。' },
  // Numbers, grouped in another way or written out.
  { tip: tips.welding, order: '联系电话13805731234。' },
  { tip: tips.welding, order: '联系电话138-0573-1234。' },
  { tip: tips.welding, order: '联系电话１３８０５７３１２３４。' },
  { tip: tips.welding, order: '联系电话一三八零五七三一二三四。' },
  { tip: tips.welding, order: '联系电话1380573****。' },
  { tip: tips.exits, order: '浙FA123B货车不得占用消防车通道。' },
  { tip: tips.exits, order: '车牌浙F-A123B的车辆应驶离。' },
  { tip: tips.gas, order: '已与微信jx_lihua88核实。' },
  { tip: tips.electric, order: '证书编号T330402198805126312系伪造。' },
  {
    tip: '账号 6222 0212 0400 1234 567 是老板让我们代发工资的。',
    order: '核查账户6222021204001234567的支付记录。',
  },
  { tip: '我的身份证330402198805126312,实名举报。', order: '证件330402 19880512 6312的作业人员。' },
  // Moments.
  { tip: tips.dust, order: '5月8日21时除尘器冒烟,未停机处置。' },
  { tip: tips.dust, order: '2026-05-08 21:00除尘器冒烟。' },
  { tip: tips.confined, order: '六月十五日下午两点前后,2人晕倒,未报告。' },
  { tip: tips.confined, order: '6月15日14时许发生2人昏迷。' },
  // The code that opens the case.
  { tip: tips.welding, order: '查询码7K3M-9QX2-AB4D-EF5G-H已登记。' },
];
