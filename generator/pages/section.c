/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * section.c — the folders of the site, as site.md lays them out, with their column labels.
 *
 * In:    a path
 * Out:   struct section
 * Law:   国办发〔2017〕47号 (ColumnName, ColumnDescription, ColumnKeywords, ColumnType)
 * Never: moves a folder: a published address never changes
 */
#include "pages/page.h"

static const struct section sections[] = {
    {"", "", "首页", "", "", ""},
    {"shiqian", "", "事前公开", "执法主体、事项、人员、指南、流程和制度", "行政执法,事前公开",
     "信息公开"},
    {"shizhong", "", "事中公示", "窗口岗位、办件进度、执法证件和当事人权利", "行政执法,事中公示",
     "信息公开"},
    {"shihou", "", "事后公开", "处罚、许可等执法决定和结果，抽查与统计", "行政执法,事后公开",
     "信息公开"},
    {"gg", "", "公告动态", "通知公告、典型案例和工作动态", "通知公告,典型案例", "政务动态"},
    {"data", "", "数据", "公示数量、时限和更正撤下情况", "公示数据,统计", "数据开放"},
    {"about", "", "关于", "本站说明、网站地图和联系方式", "网站说明,联系方式", "网站信息"},
    {"agency", "", "执法机关", "各执法机关的公示信息", "执法机关", "信息公开"},

    {"zt", "shiqian", "行政执法主体", "有行政执法权的机关和组织", "执法主体,职责", "信息公开"},
    {"sx", "shiqian", "行政执法事项", "每一项执法职权及其依据", "执法事项,执法依据", "信息公开"},
    {"ry", "shiqian", "行政执法人员", "持证执法人员，按证件编号核对", "执法人员,执法证",
     "信息公开"},
    {"cc", "shiqian", "随机抽查事项", "双随机抽查的事项、对象和频次", "双随机,抽查事项",
     "信息公开"},
    {"zn", "shiqian", "服务指南", "办事要带什么、多久办好、到哪里办", "服务指南,申请材料",
     "办事服务"},
    {"lc", "shiqian", "执法流程图", "每类执法行为的步骤和时限", "执法流程", "信息公开"},
    {"yx", "shiqian", "音像记录事项", "须音像记录的环节和场所", "音像记录", "信息公开"},
    {"sh", "shiqian", "法制审核目录", "须经法制审核的重大执法决定", "法制审核,重大执法决定",
     "信息公开"},
    {"ws", "shiqian", "执法文书样本", "正式文书应当是什么样子", "执法文书", "信息公开"},
    {"cl", "shiqian", "裁量基准", "同样的违法情节怎样处罚，轻重怎样掌握", "裁量基准", "信息公开"},
    {"qz", "shiqian", "权责清单", "机关有哪些权力，负哪些责任", "权责清单", "信息公开"},
    {"zd", "shiqian", "制度文件", "行政执法的公示、记录、审核等制度", "执法制度", "信息公开"},
    {"jh", "shiqian", "年度监管执法计划", "今年准备检查谁、检查几次", "执法计划", "信息公开"},

    {"ck", "shizhong", "窗口岗位信息", "服务窗口、岗位和咨询电话", "服务窗口,岗位", "信息公开"},
    {"bj", "shizhong", "办件进度", "按受理编号查办理进度", "办件进度", "办事服务"},
    {"ql", "shizhong", "告知与权利", "执法中当事人的权利", "当事人权利", "信息公开"},

    {"cf", "shihou", "行政处罚", "谁因为什么被处罚，依据是什么", "行政处罚,处罚决定", "信息公开"},
    {"xk", "shihou", "行政许可", "谁获得了什么许可，有效到哪天", "行政许可,许可决定", "信息公开"},
    {"xq", "shihou", "行政强制", "查封、扣押、强制拆除等决定", "行政强制", "信息公开"},
    {"zs", "shihou", "行政征收", "征收的费用和缴库情况", "行政征收", "信息公开"},
    {"sf", "shihou", "行政收费", "收取的费用和标准", "行政收费", "信息公开"},
    {"jc", "shihou", "行政检查", "日常检查、专项检查的结果", "行政检查", "信息公开"},
    {"qt", "shihou", "其他行政执法", "确认、给付、裁决、奖励、征用等", "行政执法", "信息公开"},
    {"ss", "shihou", "双随机抽查", "抽查计划、任务和结果", "双随机,抽查结果", "信息公开"},
    {"jb", "shihou", "举报投诉检查结果", "举报投诉的检查和处理", "举报投诉", "信息公开"},
    {"tj", "shihou", "执法统计年报", "各机关年度执法数据", "统计年报", "信息公开"},

    {"bd", "data", "变动公告", "决定作出后的变更、撤销、修复和更正", "变更,撤销,信用修复",
     "信息公开"},
};

const struct section *section_all(int *n) {
    *n = (int)(sizeof sections / sizeof *sections);
    return sections;
}

int section_of(str path) {
    str slug = str_find(path, S("/")) < 0 ? (str){0} : str_cut(&path, S("/"));
    for (int i = (int)(sizeof sections / sizeof *sections) - 1; i > 0; i--)
        if (str_eq(slug, str_of(sections[i].slug)))
            return i;
    return 0;
}

bool section_has_list(str slug) {
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++)
        for (int term = 0; term <= CATEGORY_OTHER; term++)
            if (str_eq(slug, str_of(kind_slug(k, term))))
                return true;
    return false;
}
