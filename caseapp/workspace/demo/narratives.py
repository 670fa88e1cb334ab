"""What invented people say happened to them, by kind of place and language."""

NARRATIVES: dict[str, dict[str, tuple[str, ...]]] = {
    "sales_office": {
        "en": (
            "I looked at a show flat twice. On the second visit the agent greeted me by name before I had said a word; "
            "a camera above the door had recognised me. Nobody had asked me, and there was no sign.",
            "The sales office has a small black camera over the reception. A salesperson told me it is how they know "
            "which agent brought a customer, so that commissions are paid to the right person. My face is not theirs "
            "to use for that.",
            "I wore a cap because I had read about cameras in sales offices. They asked me to take it off at the door.",
        ),
        "zh-hans": (
            "我先后两次去看样板房。第二次我还没开口，销售员就叫出了我的名字，原来门口的摄像头已经认出了我。事先没有人征求我的同意，现场也没有任何提示。",
            "售楼处接待台上方有一个黑色小摄像头。销售员说，这是用来判断客户是谁带来的，好结算佣金。我没有同意他们拿我的脸做这件事。",
            "朋友介绍我去看房，结果对方说系统显示我是“自然到访”，不能享受介绍人的优惠。我这才知道他们对每个进门的人都做了人脸识别。",
        ),
    },
    "shop": {
        "en": (
            "At the till the guard said the system had matched me with a list of thieves. I have never stolen anything. "
            "I was asked to leave in front of other customers.",
            "A notice the size of a postcard, behind the umbrella stand, says that faces are compared on entry. I only "
            "saw it when I left. Nobody asked whether I agreed.",
            "The shop sent me a coupon for the shoes I had tried on but not bought. I never gave them my name or number.",
        ),
        "zh-hans": (
            "店里的摄像头会记录顾客的脸和到店次数。店员对我说“您是第三次来了”，可我从来没有办过会员，也没有人问过我。",
            "我在收银台被要求刷脸才能使用优惠券。我问能不能用手机号，对方说系统不支持。",
            "门口没有任何告示，店员私下告诉我，天花板上的设备会分析顾客的年龄和性别。",
        ),
    },
    "home": {
        "en": (
            "The management replaced our key cards by a face terminal. I asked for a card and was told there are none any "
            "more. My mother is 78 and the gate does not open for her.",
            "Everybody in the estate had to hand in a photograph and the identity card. The form says nothing about how "
            "long they are kept.",
        ),
        "zh-hans": (
            "物业把门禁卡全部停用，只能刷脸进小区。我书面要求提供其他方式，物业回复说“统一管理，没有例外”。",
            "物业要求每户上交照片和身份证复印件录入人脸，没有说明保存多久、交给谁使用。我母亲七十八岁，门禁经常认不出她。",
        ),
    },
    "gym": {
        "en": (
            "The gym changed its gate to faces only. When I refused I was told to cancel, and they kept the joining fee.",
            "I cancelled in spring. In autumn the gate still opened for me by my face, so they never deleted it.",
        ),
        "zh-hans": (
            "健身房把入口改成了只能刷脸，我不同意，对方让我退会，还不退入会费。",
            "我春天就退了会，秋天路过时闸机还能认出我的脸并开门，说明他们根本没有删除。",
        ),
    },
    "school": {
        "en": (
            "The canteen takes payment by face. We got a letter that said it starts on Monday; there was no form to refuse.",
            "My daughter is eleven. The school registers pupils by their faces in every lesson and judges whether they "
            "pay attention.",
        ),
        "zh-hans": (
            "学校食堂改成刷脸付款，只发了一张通知，没有征求家长同意，也没有别的付款方式。",
            "孩子上课时教室里的摄像头会分析学生是否专心，家长会上我们才知道。孩子今年十一岁。",
        ),
    },
    "workplace": {
        "en": (
            "We clock in with our faces at four terminals. When I asked for another way I was told that the time would "
            "otherwise not be paid.",
            "I signed nothing. The supervisor photographed each of us on the first day and the clock knew us the next.",
        ),
        "zh-hans": ("公司要求所有人刷脸打卡，不录入就不算出勤。没有签过任何同意书。",),
    },
    "hotel": {
        "en": (
            "Reception would not give me the room key until I had looked into the camera, although I showed my passport.",
        ),
        "zh-hans": ("办理入住时我出示了身份证，前台仍然要求刷脸，否则不给房卡。",),
    },
    "stadium": {
        "en": (
            "The stand where my season ticket is has only gates that compare faces. The club says one can buy a ticket "
            "elsewhere.",
            "After a match I learned that everybody who entered was compared with a list of banned supporters.",
        ),
        "zh-hans": ("球场看台入口只能刷脸，我的季票没有其他入场方式。",),
    },
    "online": {
        "en": (
            "I searched for my own face on this site. It found eleven pictures of me, two from a private album.",
            "The app groups my friends' photographs by my face. I have no account there and never agreed to anything.",
        ),
        "zh-hans": ("这个网站可以用一张照片搜出我的其他照片，其中有私人相册里的。我要求删除，一直没有答复。",),
    },
    "street": {
        "en": (
            "I was stopped by a patrol because a camera said I was somebody else. They let me go after an hour and would "
            "not say what happens to the picture.",
        ),
        "zh-hans": ("巡逻人员说摄像头把我认成了别人，把我带走问了一个小时。没有人告诉我照片会怎么处理。",),
    },
    "entertainment": {
        "en": (
            "The gate of the park judges our age and mood, a sign by the toilets says. We paid for a ticket, not for that.",
        ),
        "zh-hans": ("乐园入口会分析游客的年龄和表情，告示贴在洗手间旁边。我们买的是门票，并没有同意这些。",),
    },
}
