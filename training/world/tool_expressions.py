"""Ways to ask for a tool that training alone uses; {} stands for each of a call's arguments, as it is spoken."""

from training.world.scene import Language

Expressions = dict[Language, list[str]]


def _ways(english: str, chinese: str) -> Expressions:
    """One a line."""
    return {"en": [line.strip() for line in english.split("\n")], "zh": [line.strip() for line in chinese.split("\n")]}


WEATHER = _ways(
    """check the weather for {} please
    i would like the forecast for {}
    is any rain expected in {} today
    how cold is it in {} at the moment
    tell me how warm it is in {} right now
    read me the forecast for {} today
    what is the temperature in {}
    should i take an umbrella to {}
    what are the skies like over {}
    i am flying to {} today what will the weather be
    could you check whether it is raining in {}
    is there snow in {} today
    does it look like rain in {}
    how many degrees is it in {}
    i want to know if it is cold in {}
    what kind of weather does {} have today""",
    """查一下{}的天气
    帮我看看{}的天气
    我想问{}今天多少度
    {}今天会下雨吗
    {}今天热不热
    去{}要带伞吗
    请看一下{}现在有多少度
    我想问一下{}的天气情况
    {}这个时候天气好不好
    请问{}今天是晴天吗
    今天{}有没有雨
    我今天到{}去要不要带伞
    我想知道{}这个时候冷不冷
    说说{}今天的天气
    {}现在是什么天气""",
)
SEARCH = _ways(
    """run a web search for {}
    check online for {}
    see what you can find online about {}
    i would like you to search the web for {}
    go online and look for {}
    what is on the internet about {}
    do a quick internet search on {}
    can you google {} for me
    use the web to find {}
    would you search online for {}
    try searching for {}
    type {} into a search engine
    i want to read something online about {}
    see if there is anything on the web about {}
    help me find {} on the web
    have a look online for {}
    find me some web pages about {}""",
    """请在网上搜一下{}
    上网看看{}
    帮我上网搜索{}
    请到网上去查一下{}
    在网上找一下{}
    网上有没有{}
    我想在网上找{}
    请帮我搜一搜{}
    能不能上网查{}
    搜一下{}好吗
    我要搜索{}
    麻烦上网找一下{}
    看看网上有什么{}
    给我搜{}
    到网上查查{}""",
)
CALCULATOR = _ways(
    """please compute {} for me now
    could you calculate {} for me
    i need the result of {}
    what is the answer to {}
    do the math for me {}
    can you figure out {}
    what do i get if i take {}
    help me calculate {}
    i want to know how much {} is
    give me the result of {}
    run this on the calculator {}
    i cannot do this in my head what is {}
    use a calculator to find {}
    how many is {} altogether
    solve {} for me
    here is a sum for you {}""",
    """请你帮我把{}算出来
    请算一算{}
    我算不出{}请帮我
    请用计算器计算{}
    我想知道{}等于几
    用计算器算{}
    计算一下{}
    能帮我算一下{}吗
    能不能算一下{}
    麻烦算一下{}
    想请你计算{}
    给我算算{}
    我要算{}
    你能算出{}吗
    你算一下{}是多少""",
)
ORDER = _ways(
    """would you look into order {} for me
    check on order {} for me
    please see how order {} is doing
    how is order {} coming along
    i wonder where order {} is now
    could you find out where order {} is
    can you see whether order {} has left yet
    find order {} and tell me how it stands
    track order {} please
    do you have any news for me on order {}
    see what happened with order number {}
    i need to know what became of order {}
    i would like the status of order {}
    can you tell me whether order {} has been sent
    could i have an update about order number {}
    has order number {} been delivered""",
    """帮我看看订单{}
    能看一下订单{}的状态吗
    我想知道订单{}现在到了哪里
    请看看订单{}有没有送到
    关于订单{}有没有新的消息
    请问订单{}现在走到哪里
    麻烦查一下订单{}
    我想查订单{}的状态
    订单{}寄出了吗
    看一下订单{}怎么样
    订单{}还在路上吗
    能查到订单{}吗
    订单{}走到哪里了
    请你查查看订单{}怎么样
    订单号{}的货在哪里""",
)
TIME = _ways(
    """have you got the time
    could you check the clock for me
    what does the clock say
    i do not have a watch what time is it
    give me the current time
    what hour is it
    how late has it become
    could i have the time please
    would you look at the clock and tell me the time
    my watch has stopped what time is it
    what time do we have
    check what time it is for me
    i would like to know how late it is
    read me the time
    what time is it at the moment
    tell me how late it is
    what is the exact time right now""",
    """请问现在的时间
    帮我看看几点了
    我想知道现在几点
    现在是几点几分
    看一下现在的时间
    你知道现在几点吗
    麻烦告诉我现在几点
    现在什么时候了
    能说一下现在的时间吗
    请看一下表现在几点
    我没有表现在几点
    现在到几点了
    报一下时间
    当前时间是多少
    已经几点了""",
)
TIMER = _ways(
    """put a timer on for {} minutes
    let me know after {} minutes
    give me a {} minute timer
    please run the timer for {} minutes
    time {} minutes for me
    i want a timer that runs {} minutes
    could you set the timer to {} minutes
    ring me when {} minutes have passed
    start counting down from {} minutes
    make the timer {} minutes long
    please time me for {} minutes
    beep in {} minutes
    my eggs need {} minutes please start the timer
    can we have a timer going for {} minutes
    begin a {} minute countdown
    tell me once {} minutes are up""",
    """能帮我计时{}分钟吗
    开始{}分钟倒计时
    我要一个{}分钟的计时
    我要用计时器计{}分钟
    过了{}分钟请你告诉我一声
    {}分钟以后提醒我一下
    给我定{}分钟
    请你给我倒计时{}分钟
    请把计时器开到{}分钟
    现在开始过{}分钟请叫我一声
    从现在开始给我计{}分钟
    到了{}分钟告诉我
    我要等{}分钟请帮我计时
    把计时器设成{}分钟
    麻烦定时{}分钟""",
)
MESSAGE = _ways(
    """send a text to {} {}
    send {} a text saying {}
    message {} saying {}
    drop {} a line saying {}
    get a message to {} saying {}
    pass a message on to {} {}
    i want to tell {} {}
    i would like to send {} a message saying {}
    would you let {} know {}
    give {} this message {}
    please write {} a message saying {}
    i need to text {} {}
    could you message {} {}
    make sure {} gets this message {}
    can you pass this on to {} {}
    please inform {} {}
    write a text for {} saying {}""",
    """帮我告诉{}{}
    给{}发短信说{}
    发个消息给{}说{}
    帮我给{}发条消息{}
    请通知{}{}
    跟{}说一声{}
    请你去告诉{}{}
    帮我跟{}说{}
    麻烦告诉{}{}
    请和{}说一下{}
    我想告诉{}{}
    给{}写个消息说{}
    请帮我转告{}{}
    发短信告诉{}{}
    写信息给{}{}""",
)
