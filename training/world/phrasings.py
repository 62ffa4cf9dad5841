"""Further ways to say the requests of `english` and `mandarin`: patterns, a line each, by intent.

"(a|b|)" stands for one of its alternatives. A pattern is held out whole or not at all, so that what is held out is a
way of saying a thing, and not one of many variants of a way that is known. All patterns of an intent use its slots.
"""

from __future__ import annotations

import re
from functools import cache
from random import Random

_CHOICE = re.compile(r"\(([^()]*)\)")


def one_of(pattern: str, rng: Random) -> str:
    """One reading of a pattern."""
    while match := _CHOICE.search(pattern):
        pattern = pattern[: match.start()] + rng.choice(match[1].split("|")) + pattern[match.end() :]
    return " ".join(pattern.split())


@cache
def all_of(pattern: str) -> tuple[str, ...]:
    """Every reading of a pattern."""
    match = _CHOICE.search(pattern)
    if match is None:
        return (" ".join(pattern.split()),)
    before, after = pattern[: match.start()], pattern[match.end() :]
    return tuple(reading for choice in match[1].split("|") for reading in all_of(before + choice + after))


def listed(text: str) -> dict[str, tuple[str, ...]]:
    """Patterns by intent: lines under the line "# intent"."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        if line.startswith("# "):
            name = line[2:]
            found[name] = []
        else:
            found[name].append(line)
    return {name: tuple(lines) for name, lines in found.items()}


ENGLISH = listed("""
    # fact
    (please |)tell me {fact}
    (could|would|will) you (please |)tell me {fact}
    do you (happen to |)know {fact}
    i (was wondering|wonder|am wondering) {fact}
    (here is|this is) a question {fact}
    (i have|i have got) (one|another|a quick) question {fact}
    my (daughter|wife|husband|friend|teacher) (wants to know|asked me|is asking) {fact}
    (any idea|no idea) {fact}
    (answer this|answer me this|let me see if you know) {fact}
    {fact} (do you know|can you tell me|please)
    i (forgot|forget|cannot remember|never knew) {fact}
    (we|i) want to (know|find out) {fact}
    can i ask you {fact}
    # small talk
    (tell me |please |well |so |now |hey |){remark}
    {remark} (nano|my friend|please|then)
    (and|but|i said|i wanted to say|let me say) {remark}
    # greeting
    (hello|hi|hey) (nano|everybody|you|agent|my friend)
    (hello|hi) (is this the call desk|are you listening|anybody home)
    (good day|greetings|hello) to you
    (hello hello|hi hi|hey hello)
    # morning
    (a very |)good morning (nano|everybody|agent|sir|my friend)
    (hello|hi) (and |)good morning
    morning (nano|to you|everybody)
    # evening
    (a very |)good evening (nano|everybody|agent|sir|my friend)
    (hello|hi) (and |)good evening
    evening (nano|to you|everybody)
    # thanks
    thank you (so much|kindly|nano|again|for everything|for your time)
    thanks (again|so much|nano|very much|for your help|for everything)
    (i|we) (really |)(thank you|am grateful|appreciate it|appreciate that)
    (that is|that was|you have been) (very |so |)(kind|nice|useful|good) (of you |)thanks
    (perfect|wonderful|excellent|super|okay) (thank you|thanks)
    # goodbye
    (good bye|bye) (for now|nano|and thank you|my friend|everybody)
    (okay|all right|well) (bye|goodbye|bye bye)
    (see you|talk to you) (soon|tomorrow|next time|again)
    i (must|have to|will|should) (hang up|leave|end this call) (now|)
    (that was all|that is it|nothing else|this is all) (bye|goodbye|thank you goodbye)
    # repeat
    (sorry|excuse me|pardon me) (what was that|what did you say|i missed that|say again)
    (i|we) (could not|cannot|did not) (hear|understand|catch) (that|it|what you said)
    (would|will|can) you (please |)(say|tell me) that (again|once more|one more time)
    (repeat|say) (that|it|this) (once more|one more time|again) (please|)
    (what was that|come again|once more please)
    # human
    (i would like|i need|i have) to (speak|talk) (to|with) (a human|an agent|a real person|somebody|a colleague)
    (could|may|can) i (please |)(speak|talk) (to|with) (a human|an agent|a real person|your boss|a colleague)
    (put me through|transfer me|connect me) to (a human|a person|a colleague|your manager|somebody) (please|)
    (i do not want to talk to|no more of) (a machine|a computer|a robot)
    (is there|give me) (a human|an agent|a manager) (there|please|i can talk to)
    # password
    (i have|i) (forgotten|lost|forgot) my (password|login)
    (my|the) (password|login) (is|was|seems) (wrong|not right|gone|not working)
    (can|could) you (please |)(reset|change|renew) my password
    (i would like|i want|we need) to (reset|change) my password
    (help me|i am not able) to (log in|sign in|get into my account)
    how (can|do) i (reset|get|find) my password
    # lost card
    (i have lost|i cannot see|somebody stole|i am missing) my (card|bank card|credit card)
    my (card|credit card|bank card) (is|has been|was) (lost|stolen|missing|gone)
    (can|could) you (please |)(block|stop|lock) my (card|credit card|bank card)
    (block|stop|lock) my (card|credit card|bank card) (please|it was stolen|i lost it)
    (my wallet|my purse) with my card is (gone|lost)
    # name
    (hello |hi |good day |)my name is {full_name} (by the way|)
    (hello|hi|hey) (i am|this is|it is) {full_name}
    (they|people|my friends) call me {full_name}
    (the name is|my full name is|the name on my account is) {full_name}
    (you can|please) (call me|note my name) {full_name}
    {full_name} (is calling|speaking|here|on the phone)
    # caller
    (hello |hi |)(i am|this is|my name is) {first_name} (calling |)from {city}
    {first_name} (is calling|calling|speaking|is my name) from {city}
    (my name is|i am|this is) {first_name} (and |)i (live|am|work|am staying) in {city}
    (you are speaking with|it is) {first_name} from {city}
    i come from {city} (and |)my name is {first_name}
    # order status
    (could|would|will) you (please |)(check|look up|find) (my |the |)order (number |){digits}
    (what is|what about|how about) (my |the |)order (number |){digits}
    (where can|how can) i find order (number |){digits}
    (i want|i would like|i need) to know (where|what happened to) (my |)order (number |){digits} (is|)
    (any|do you have) news (about|on|of) (my |)order (number |){digits}
    (is|has) (my |)order (number |){digits} (on its way|on the way|sent|packed) (yet|already|)
    (i am asking|i have a question|i want to ask) about (my |)order (number |){digits}
    (please |)(check|look up|find) (my |the |)order (number |){digits}
    the (order number|number of my order) is {digits}
    # cancel order
    (could|would|will) you (please |)cancel (my |the |)order (number |){digits}
    (i have|i need|i must|we want) to cancel (my |the |)order (number |){digits}
    (please |)(cancel|stop|delete|drop) (my |the |)order (number |){digits}
    i (do not want|no longer need|no longer want|changed my mind about) (my |)order (number |){digits} (any more|)
    (my |)order (number |){digits} (should be|must be|is to be) cancelled
    (forget|never mind) (about |)(my |)order (number |){digits}
    # refund
    (could|can|may) i (please |)(have|get) (a refund|my money back|the money back) for (my |)order (number |){digits}
    (i would like|we want|i am asking for|i have a right to) (a refund|my money back) for (my |)order (number |){digits}
    (please |)(refund|pay back|give back) (the money|what i paid|my money) for (my |)order (number |){digits}
    (when|how) (do|will|can) i get (my|the) (money|refund) (back |)for (my |)order (number |){digits}
    (i sent|i brought|i gave) (my |)order (number |){digits} back (and |)(want my money|need a refund)
    # balance
    (could|would|will) you (please |)(check|tell me) the balance (of|on|for) (my |)account (number |){digits}
    (what is|how much is) (in|on|left on) (my |)account (number |){digits}
    (how much money|how many dollars) (do i have|is left|is there|are left) (in|on) (my |)account (number |){digits}
    (please |)(check|look at|look up|open) (my |the |)account (number |){digits}
    (i would like|i need) to (know|hear|check) (what is in|the balance of) (my |)account (number |){digits}
    (the balance|the money) (of|on|in) (my |)account (number |){digits} please
    my account is {digits}
    # parcel
    (could|would|will) you (please |)(track|find|look for|check) (my |the |)(parcel|package) (number |){digits}
    (where is|where did you send|do you know where) (my |the |)(parcel|package) (number |){digits} (is|now|)
    (i am waiting for|i did not get|i miss|what about) (my |the |)(parcel|package) (number |){digits}
    (please |)(track|find|check) (my |the |)(parcel|package) (number |){digits}
    (i want|i would like|i need) to (track|find) (my |the |)(parcel|package) (number |){digits}
    (the number of my|the tracking number of my) (parcel|package) is {digits}
    # phone number
    (you can|please|could you) (call|phone|ring) me (back |)(at|on) {long_digits}
    my (new |)(phone|telephone|mobile) number is {long_digits}
    (the|my) number (to call|for me|you need) is {long_digits}
    (please |)(note|write down|take down|save) my (phone |)number (it is |){long_digits}
    i (can be reached|am) (at|on|under) {long_digits}
    {long_digits} is my (phone |)number
    # repeat digits
    (could|would|will) you (please |)(say|repeat|read back) (the number|the digits|the numbers|) {digits}
    (please |)(say|repeat) (the number|the digits|after me) {digits}
    (i want|i would like) you to (say|repeat) {digits}
    (i said|the digits are|i told you) {digits} (say them|repeat them|repeat it)
    {digits} (repeat that|say that|now you say it)
    # transfer
    (could|would|will) you (please |)(send|transfer|pay) {amount} dollars to {first_name}
    (i have|i need|i would like|we want) to (send|pay|give|transfer) {first_name} {amount} dollars
    (i want|i need|i would like) to (send|transfer|pay|move) {amount} dollars to {first_name}
    (please |)(give|pay|send|wire) {first_name} {amount} dollars (from my account|)
    {first_name} (should get|gets|needs|is to get) {amount} dollars (from me|)
    (make a transfer|make a payment) of {amount} dollars to {first_name}
    # charge
    why (did you charge|do you charge|did you bill) me {amount} dollars
    (i see|i found|there are|i have) {amount} dollars on my (bill|account|card) (why|what is that|)
    (what is|what was|explain) the (charge|bill|payment) of {amount} dollars (for|)
    (you took|you billed|i was billed|i had to pay) {amount} dollars (why|what for|)
    (what did i pay|why did i pay|what were) (the |){amount} dollars for
    # appointment
    (could|would|can) you (please |)(book|make|give) me an appointment (on|for) {weekday} at {clock}
    (could|can|may) (i|we) (come|visit|see you|drop in) (on |){weekday} at {clock}
    (i would like|i want|i need) to (come|meet|make an appointment|see you) (on |){weekday} at {clock}
    (please |)(book|make|arrange|reserve) (me |)(an appointment|a meeting) (on|for) {weekday} at {clock}
    (is there|do you have) (an appointment|time|something free) (on |){weekday} at {clock}
    (does|would) {weekday} at {clock} (work|suit you|be possible)
    (let us|we could|shall we) meet (on |){weekday} at {clock}
    # move appointment
    (could|would|can) you (please |)(move|change|shift) my (appointment|meeting) to {weekday}
    (i want|i need|i would like|i have) to (move|change|shift) my (appointment|meeting) to {weekday}
    (please |)(change|shift|put) my (appointment|meeting) (to|on) {weekday} (instead|)
    (i cannot come|i have no time) can (we|i) (do|come on|take) {weekday} (instead|)
    {weekday} (would be better|suits me better|is better for me) (for my appointment|)
    # birthday
    (i was|i am) born on {date}
    (my|the) (birthday|date of birth|birth date) is (on |){date}
    (you can|please|could you) (note|write down|save) my (birthday|date of birth) (it is |){date}
    {date} is my (birthday|date of birth)
    (i have|i celebrate) my birthday on {date}
    # delivery date
    (could|would|can) you (please |)(deliver|bring|send) (it|my order|everything) on {date}
    (please |)(deliver|bring) (it|my order|everything) on {date}
    (i want|i need|i would like) (it|my order|the delivery) (to come |)on {date}
    (is|would) (a |)delivery on {date} (possible|be possible)
    (the delivery|it|my order) should (come|arrive|be) on {date}
    (move|set) (the|my) delivery to {date}
    # day after
    (what|which) day (is|comes|follows) (right |)(after|behind) {weekday}
    (after {weekday}|{weekday} and then) (what day is it|what day comes|comes what day)
    (do you know|can you tell me) (the|what is the) day after {weekday}
    (if today is|today is) {weekday} what (day |)is tomorrow
    # day before
    (what|which) day (is|comes) (right |)before {weekday}
    before {weekday} (what day is it|what day comes|comes what day)
    (do you know|can you tell me) (the|what is the) day before {weekday}
    (if today is|today is) {weekday} what (day |)was yesterday
    # month after
    (what|which) month (is|comes|follows) (right |)(after|behind) {month}
    after {month} (what month is it|what month comes|comes what month)
    (do you know|can you tell me) (the|what is the) month after {month}
    # month length
    (do you know|can you tell me|please tell me) how (many days {month} has|long {month} is)
    (the number of days in|how many days has) {month}
    {month} has how many days
    (what is the length of|how long does) {month} (last|)
    # opening hours
    (can|could) you tell me (when|if) you are open on {weekday}
    (at what time|when) (do you open|do you close|are you there) on {weekday}
    (is|will) (your|the) (shop|store|office) (be |)open on {weekday}
    (what are|i need|tell me) (your|the) (hours|opening hours|opening times) (on|for) {weekday}
    (do you work|is anybody there|are you there) on {weekday}
    {weekday} are you (open|there)
    # shop
    (when|at what time|what time) (does|will) (your|the) (shop|store) in {city} open
    (is there|do you have|have you got) (a|any|your own) (shop|store) in {city}
    (i want|i would like|i am going) to (visit|see|come to) (your|the) (shop|store) in {city}
    (opening hours|the hours) of (your|the) (shop|store) in {city} (please|)
    (can you|could you) tell me when (your|the) (shop|store) in {city} opens
    # weather
    (can|could|would) you (please |)tell me (how|about) the weather (is |)in {city}
    (how is|what is|what about) the weather (today |)in {city} (today|now|like|)
    (is it|will it be) (cold|warm|sunny|raining|windy|cloudy|nice) (today |)in {city} (today|now|)
    (do i need|should i take|will i need) (an umbrella|a coat|a jacket|sunglasses) in {city}
    (i want to know|i need) the weather (in|for) {city}
    (the weather|weather) (in|for) {city} please
    # train
    (when|what time|at what time) (does|will) (the|my|a|the next) train (leave |go |)(to|for) {city} (leave|go|)
    (i would like|i need|i have) to (take|catch) (the|a) train to {city}
    (do you have|are there|is there) (a|any) (train|trains) (going |)to {city}
    (can|could) you (please |)tell me (when|about) the (next |)train to {city} (leaves|)
    (how can i|how do we|what is the best way to) (get|travel|go) to {city} (by train|)
    (the next train|a train|train times) to {city} please
    # price
    (could|would|can) you (please |)tell me (the price of|what you want for) the {product}
    (what|how much) (do i have to pay|do i pay|must i pay|is it) for (the|a) {product}
    (what|how much) (does|will) (the|a|one) {product} cost (me|)
    (i want|i would like|i need) to know (the price of|how much you ask for) the {product}
    (what are you|how much are you) asking for the {product}
    (the price of|price for) (the|a) {product} please
    # stock
    (have you|do you have) (got |)(the|a) {product} (that is|that comes) {color}
    (is|are) there (any |a )(other |)(nice |){color} {product} (left|in the shop|there)
    (i would like|i need|we are looking for|we want) (a|the|one) {color} {product}
    (do you sell|can you show me|have you still got) (a|the) {color} {product}
    (is the|could the|would the) {product} (available|be had|be found|come) in {color}
    (i like {color}|my favorite color is {color}) (is there|do you have) such a {product}
    (a|one) {color} {product} (do you have one|is there one|please)
    # buy
    (i want|i would like|i need|i plan) to (buy|order|get) (a|the|one|this|your) {product}
    (please |)(add|put) (a|the|one) {product} (to|into|in) my (basket|cart)
    (could|can|may) (we|i) (buy|order|purchase) (a|the|your) {product}
    (i am buying|i take|i will buy|we will take) (a|the|one|your) {product}
    (order|buy|get) (me |)(a|the|one) {product} (for me|please|)
    (one|a) {product} for me (please|)
    # problem
    (the|my|our|your) (new |old |)({product}) {problem} (what now|what can i do|can you help|)
    (i am calling|i call|i am writing) because (the|my|our) {product} {problem}
    (i am sorry but|unfortunately|it seems|i think|sadly) (the|my|our) (new |){product} {problem}
    (there is|i have got|we have) a problem (with|) (my|the|our) {product} (it|) {problem}
    (what if|what do i do|what can you do) (if |when |)(the|my) {product} {problem}
    (i just got|i bought|you sold me|i ordered) a {product} (and it|that|but it) {problem}
    (look|listen|see) (the|my|our) {product} {problem}
    # plus
    (could|would|will) you (please |)(work out|add|calculate|tell me) {plus}
    (please |)(work out|calculate|compute|add up) {plus}
    (how much|what) (do|would) (i|you|we) get (if i add|for|with|from) {plus}
    (i need|i want|give me) (to know |)(the sum of |){plus}
    {plus} (is|makes|equals|gives) (what|how much)
    (do you know|can you do|can you tell me) {plus}
    # minus
    (could|would|will) you (please |)(work out|calculate|tell me) {minus}
    (please |)(work out|calculate|compute) {minus}
    (how much|what) (do|would) (i|you|we) get (for|with|from) {minus}
    (i need|i want|give me) (to know |){minus}
    {minus} (is|makes|equals|gives) (what|how much)
    (do you know|can you do|can you tell me) {minus}
    # times
    (could|would|will) you (please |)(work out|calculate|tell me) {times}
    (please |)(work out|calculate|compute|multiply) {times}
    (how much|what) (do|would) (i|you|we) get (for|with|from) {times}
    (i need|i want|give me) (to know |){times}
    {times} (is|makes|equals|gives) (what|how much)
    (do you know|can you do|can you tell me) {times}
    # counting
    (could|would|will) you (please |)count (for me |)from {range}
    (i want|i would like) you to count from {range}
    (please |)(count|say the numbers|name the numbers|go) from {range} (for me|)
    (now count|start counting|try to count) from {range}
    (all |)the numbers from {range} (please|)
    # larger
    (what|which|which one|which number) is (the |)(larger|bigger|greater) (one |number |)(of |){few} or {other_few}
    (is {other_few}|tell me is {other_few}) (larger|bigger|more|greater) than {few}
    (which one|what) (is|counts) more {other_few} or {few}
    (tell me|do you know) (which|what) is (larger|bigger|greater) {few} or {other_few}
    (compare|take) {few} and {other_few} (which is larger|which is more|which is bigger)
    # reminder
    (could|would|will) you (please |)remind me to {errand}
    (i want|i need|i would like) (you to remind me|a reminder) to {errand}
    (do not let me|i should not|i may not) forget to {errand}
    (please |)(note|remember|write down) that i (have to|must|need to|should) {errand}
    (set|make|create) a reminder to {errand}
    (i still|i really|today i) (must|need to|should|have to) {errand}
    # alarm
    (could|would|will) you (please |)(wake me|wake me up|set an alarm) (at|for) {clock}
    (i want|i need|i have|i would like) to (get up|wake up|be up|stand up) at {clock}
    (please |)(set|put|make) (an|my|the) alarm (for|to|at) {clock}
    (i need|give me) (an alarm|a wake up call) (at|for) {clock}
    (let me sleep|i will sleep|do not wake me) until {clock}
    (the |my |)alarm (at|for) {clock} please
    # timer
    (could|would|will) you (please |)(set|start|give me) a timer (for|of|over) {few} minutes
    (please |)(set|start|begin|make) a {few} minute timer
    (i want|i would like|give me) a timer (for|of) {few} minutes
    (wait|count|measure) {few} minutes (and tell me|please|for me)
    (in|after) {few} minutes (tell me|let me know|give me a sign)
    a timer (for|of) {few} minutes please
    # turn on
    (could|would|will) you (please |)(turn|switch|put) (on the {light}|the {light} on)
    (please |)(switch|put|turn) (on the {light}|the {light} on) (for me|now|)
    (i need|i would like|we want) the {light} (on|turned on|switched on)
    (the {light}|{light}) on (please|now|)
    (make|get) the {light} (run|go on|work)
    # turn off
    (could|would|will) you (please |)(turn|switch|put) (off the {light}|the {light} off)
    (please |)(switch|put|turn) (off the {light}|the {light} off) (for me|now|)
    (i do not need|i no longer need|we do not want) the {light} (any more|now|)
    (the {light}|{light}) off (please|now|)
    (i would like|i need) the {light} (off|turned off|switched off)
    # waiting
    (i am|i have been|we have been|we are) waiting (for |){few} days (now|already|)
    (for|since) {few} days (i wait|i have heard nothing|nothing comes|nothing happens)
    (it took|it takes|that took) (you |){few} days (already|now|)
    (i have heard nothing|nobody called me|no answer) for {few} days
    {few} days (is too long|and nothing|i have been waiting)
    # feel good
    (i am feeling|i feel|we feel) (so |very |really |){good} (today|now|this morning|)
    (i am|today i am|now i am) (really |so |very |quite |){good} (today|now|)
    (you make me|that makes me|this makes me) (feel |)(so |very |){good}
    # feel bad
    (i am feeling|i feel|we feel) (so |very |really |){bad} (today|now|this morning|)
    (i am|today i am|now i am) (really |so |very |quite |a little |){bad} (today|now|)
    (you make me|that makes me|this makes me) (feel |)(so |very |){bad}
    # message
    (could|would|will) you (please |)(tell|text|write|message) {first_name} (that |)i (will be|am) late
    (please |)(tell|text|inform) {first_name} (that |)(i will be|i am) (late|a bit late|running late)
    (let|make sure) {first_name} (know|knows) (that |)i (am|will be) late
    {first_name} (should know|must know|has to know) that i (am|will be) late
    i (will|am going to) be late (for|to meet|to see) {first_name} (please tell them|)
    # call
    (could|would|will) you (please |)(call|phone|ring|dial) {full_name}
    (please |)(phone|ring|dial) {full_name} (for me|)
    (i want|i need|i would like|i have) to (speak to|speak with|call|phone) {full_name}
    (put me through|connect me) to {full_name} (please|)
    (give|make) (me |)a call to {full_name}
    # address
    (could|would|can) you (please |)(send|ship) (it|my order|everything) to {city}
    (i have moved|we moved|i am moving) to {city}
    (please |)(ship|deliver|mail) (it|my order|everything) to {city}
    (i now live|we now live|we live) in {city} (now|)
    (my address is|the address is|change my address it is) (now |)in {city}
    # flight
    (could|would|can) you (please |)(book|find|get) me a (flight|ticket|seat) to {city} on {weekday}
    (i want|i need|i would like|i have) to (fly|book a flight|take a plane) to {city} on {weekday}
    (please |)(book|find|reserve) (me |)a (flight|plane|ticket) to {city} (on|for) {weekday}
    (are there|is there|do you have) (a|any) (flight|flights|plane) on {weekday} to {city}
    (on {weekday} i|this {weekday} i) (fly|want to fly|need a flight) to {city}
    (a flight|one ticket|a plane) to {city} on {weekday} please
    # table
    (could|would|can) you (please |)(book|reserve|get) (me |us |)a table for {few} (people |)at {clock}
    (i want|i need|we would like|we need) (to book |)a table for {few} (people |persons |)at {clock}
    (please |)(book|reserve) a table at {clock} for {few} (people|persons|)
    (is there|do you still have|have you got) a table (free |)for {few} (people |)at {clock}
    (we will be|there are|we come with) {few} (people|persons|of us) at {clock}
    (a|one) table for {few} (people |)at {clock} please
""")


MANDARIN = listed("""
    # fact
    (请|)告诉我{fact}
    (请问|我想问|我要问)(一下|你|){fact}
    (你|您)(知道|知不知道){fact}(吗|)
    (能不能|可以|请)(告诉我|说一下|说说){fact}
    (我朋友|我妈妈|我们|老师)(问|想知道){fact}
    {fact}(你知道吗|请告诉我|请说)
    (有|我有)(一个|)问题{fact}
    # small talk
    (我想说|我要说|那|对了|请问|喂){remark}
    {remark}(小诺|啊|吗|)
    # greeting
    (你好|您好|喂)(你好|您好|小诺|啊)
    (你好|您好)(请问|)(有人在吗|在吗|有人吗)
    喂(有人|在)吗
    # morning
    (早上好|早安)(小诺|您好|你好)
    (你好|您好)早上好
    # thanks
    (谢谢|多谢)(您|小诺|你了|了|啊)
    (太|真是|非常)(感谢|谢谢)(你|您)(了|)
    (我|我们)(很|非常)感谢(您|你)
    (好的|好)(谢谢|多谢)(您|你|)
    # goodbye
    (好的|那好|好|那)(再见|拜拜)
    (再见|拜拜)(小诺|了|再见)
    (我|我们)(先|要)(走|挂)了(再见|)
    (没有|没)(别的|)事了(谢谢|)(再见|拜拜)
    (下次|明天)(再|)见
    # human
    (我想|我要|请|能)(和|找)(人工|真人|经理|一个人)(说话|说|)(吗|)
    (请|帮我|给我|)(转|接|找)(人工|真人|经理|同事)(客服|)(吧|)
    (可以|能|能不能)(帮我|给我|)(转|找)(人工|真人|经理)(吗|)
    (我不想|不要)和(机器|机器人|电脑)说话
    # password
    (我|)(忘记|忘|丢)了(我的|)密码
    (请|能|)(帮我|给我)(重设|改|换)(一下|)(我的|)密码(吗|)
    (我的|)密码(不能用|丢了|忘了|不对了)
    (我想|我要|我需要)(改|重设|换)(我的|)密码
    我(不能|没法|不会)登录(了|)
    # lost card
    我的(银行卡|卡)(丢|不见|找不到|没有)了
    (请|能|)(帮我|)(锁|锁住|锁了)我的(银行卡|卡)(吗|)
    我(丢了|找不到)(我的|)(银行卡|卡)
    (有人|他|她)(偷|拿)(了|走了)我的(银行卡|卡)
    # name
    (你好|您好|喂|)(我|我的名字)(叫|是){full_name}
    (请|可以|您可以)叫我{full_name}
    (我是|这是|这里是){full_name}(您好|)
    {full_name}是我(的名字|)
    # order status
    (请问|我想问|我想知道)(我的|)订单{digits}(在哪里|到哪里了|怎么样了|发货了吗)
    (能|可以|请)(帮我|给我)(查|看|找)(一下|)(我的|)订单{digits}(吗|)
    (我的|)订单{digits}(现在|)(在哪|到哪了|送到了吗|来了吗|怎么了)
    (我要|我想)(查|问|知道)(一下|)(我的|)订单{digits}
    (我的|)订单(号是|号码是|是){digits}
    {digits}(这个|号)订单(在哪里|怎么样了|到了吗)
    # cancel order
    (能|可以|请)(帮我|给我|)取消(我的|一下|)订单{digits}(吗|)
    (我要|我想|我需要)取消(我的|)订单{digits}
    (我的|)订单{digits}(不要了|取消吧|请取消|要取消)
    (我|我们)(不想|不)要(我的|)订单{digits}(了|)
    # refund
    (能|可以|请)(帮我|给我|)(退|退还)(我的|)订单{digits}(的钱|)(吗|)
    (我要|我想|我需要)(订单{digits}的退款|退订单{digits}的钱)
    (我的|)订单{digits}(我要退款|请退款|什么时候退款|能退款吗|可以退钱吗)
    (请|)(把|)(我的|)订单{digits}的(钱|退款)给我
    # balance
    (能|可以|请)(帮我|给我|)(查|看)(一下|)(我的|)账户{digits}(吗|)
    (我的|)账户{digits}(里|)(有|还有|还剩)(多少|几)(钱|元)
    (请问|我想知道|告诉我)(我的|)账户{digits}(有|还有)多少(钱|元)
    (请问|告诉我|查一下)(我的|)账户{digits}的余额
    我的账(户|号)(是|号是){digits}
    # parcel
    (能|可以|请)(帮我|给我|)(查|找|看)(一下|)(我的|)包裹{digits}(吗|)
    (请问|我想知道|告诉我)(我的|)包裹{digits}(在哪里|到哪里了|到哪了)
    (我的|)包裹{digits}(现在|)(在哪|到哪了|怎么样了|来了吗)
    我(在等|没有收到|要找|想查)(我的|)包裹{digits}
    我的包裹(号码是|是){digits}
    # phone number
    (请|您可以|可以)(打|给我打)(电话|)(到|){long_digits}
    (我|)(的|的新|)(电话号码|手机|电话|号码)是{long_digits}
    (请|)(记|写)(一下|下|住)(我的|)(电话|号码){long_digits}
    {long_digits}是我的(电话|号码|电话号码)
    # repeat digits
    (请|能|可以)(你|)(重复|说|念)(一下|)(数字|号码|){digits}(吗|)
    (跟我|和我)(说|念){digits}
    (我要你|请你)(说|念|重复){digits}
    我说的是{digits}(请重复|请再说|你说一下)
    # transfer
    (能|可以|请)(帮我|)(转|给)(给|){full_name}{amount}元(吗|)
    (我想|我要|我需要)(转|给|寄)(给|){full_name}{amount}元
    (请|帮我|)(把|){amount}元(转|给|转给|寄给){full_name}
    {full_name}要{amount}元
    # charge
    (你们|)为什么(收|要)(了|)(我|){amount}元
    (我的|)账单上(有|为什么有){amount}元(是什么|)
    (这|那|这个){amount}元(是什么|是什么钱|为什么)
    我(付|花|交)了{amount}元(是什么|为什么)
    # appointment
    (能|可以|请)(帮我|给我|)(预约|安排|订)(在|){weekday}{clock}(吗|)
    (我想|我要|我们)(在|){weekday}{clock}(来|见面|预约)
    {weekday}{clock}(可以|行|方便|能来)吗
    (请|)(预约|安排)(一下|)(在|){weekday}{clock}
    我(可以|能)(在|){weekday}{clock}来吗
    # move appointment
    (能|可以|请)(帮我|)(把预约|把我的预约|把会面)(改|换)(到|成|在){weekday}(吗|)
    (我想|我要|我需要)(把预约|把会面)(改|换)(到|成|在){weekday}
    (预约|会面|我的预约)(改到|换成|换到){weekday}(可以吗|好吗|行吗|吧)
    (我|我们)(不能来了|没有时间)(换|改)(到|成){weekday}
    # birthday
    我(是|)(在|){date}(出生|生)的
    (我的|)(生日|出生的日子)(是|在){date}
    (请|)(写|记)(下|一下)(我的|)生日(是|){date}
    {date}是我的生日
    # delivery date
    (能|可以|请)(在|){date}(送货|送来|送到)(吗|)
    (我想|我要|请)(在|){date}(收到|送到|收货)
    (送货|我的订单)(请|)(改到|换到|定在){date}
    {date}(能|可以)(到|送|送货|收到)吗
    # day after
    {weekday}(后|之后|以后|过后)(是|)(星期几|哪天|哪一天)
    (请问|你知道|告诉我){weekday}(的后一天|后面|之后)是(星期几|哪天|哪一天)
    今天(是|){weekday}明天(是|)(星期几|哪天)
    # day before
    {weekday}(前|以前|之前)(是|)(星期几|哪天|哪一天)
    (请问|你知道|告诉我){weekday}(的前一天|前面|之前)是(星期几|哪天|哪一天)
    # month length
    (请问|你知道|告诉我){month}(有|)(几|多少)天
    {month}(是|有)(几|多少)天(呢|啊|)
    (一个|){month}(总共|一共)(有|)(几|多少)天
    # opening hours
    (请问|我想知道|告诉我)(你们|)(商店|){weekday}(几点开门|开门吗|几点关门|营业吗)
    {weekday}(你们|商店|)(营业|开门|开|休息)吗
    (你们|商店|){weekday}(几点|什么时候)(开门|关门|营业)
    {weekday}(我能|我可以|能)来吗
    # shop
    (请问|我想知道|告诉我){city}的(商店|店)(几点|什么时候)(开门|开)
    (你们|)(在|){city}(有没有|有)(商店|店)(吗|)
    {city}的(商店|店)(什么时候|几点)(开门|开|营业)
    (我想|我要)去{city}的(商店|店)
    # weather
    (请问|我想知道|告诉我)(今天|){city}(今天|)(的|)天气(怎么样|)
    {city}(现在|今天|)(热|冷|下雨|刮风)吗
    {city}(的|今天的|)天气(好吗|好不好|是什么样|怎么样)
    (今天|现在){city}(天气|)(怎么样|冷吗|下雨吗)
    去{city}要(带|)(雨伞|大衣)吗
    # train
    (请问|我想知道|告诉我)去{city}的火车(几点|什么时候)(开|走)
    (下一班|)(去|到){city}的火车(什么时候|几点)(开|走|有)
    (我想|我要|我们要)(坐|上)(去{city}的火车|火车到{city})
    (有没有|有)(去|到){city}的火车(吗|)
    (我|我们)(怎么|要怎么)(去|到){city}
    # price
    (请问|我想知道|告诉我)(一个|){product}(多少钱|怎么卖|的价格)
    (一个|这个|新的|){product}(要|是|卖)(多少钱|多少元|几元)
    (买|订)(一个|)(新的|){product}(多少钱|要多少)
    {product}(的价格|价格)(呢|多少|)
    # stock
    (请问|你们|这里)(有没有|有){color}的{product}(吗|)
    (我想|我要|我们)(要|买|找)(一个|){color}的{product}
    (有没有|有)(一个|){color}的{product}
    {product}(有没有|有)(卖|){color}的(吗|)
    {color}的{product}(有|还有)吗
    # buy
    (我要|我想要|我们要)买(一个|这个|){product}
    (请|能|)(帮我|给我)(订|买|要)(一个|){product}(吗|)
    (我想|我要|我需要)(订|要)(一个|新的|){product}
    (请|)(把|)(一个|){product}(放到|放进)(我的|)购物车
    (来|给我)一个{product}
    # problem
    (我的|这个|我们的|那个)(新|){product}{problem}(怎么|)
    (请问|你好|)(我的|)(新|){product}{problem}(怎么|)(了|)
    (我|我们)(买|订|收到)的(新|){product}{problem}
    (不好意思|对不起)(我的|)(新|){product}{problem}
    {product}{problem}(怎么|)(了|)(请帮我|帮帮我|可以帮我吗)
    # plus
    (请问|你知道|告诉我){plus}(是|等于|得)(多少|几)
    (请|能|帮我)算(一下|){plus}(吗|)
    {plus}(得|等于|是)(几|多少)
    # minus
    (请问|你知道|告诉我){minus}(是|等于|得)(多少|几)
    (请|能|帮我)算(一下|){minus}(吗|)
    {minus}(得|等于|是)(几|多少)
    # times
    (请问|你知道|告诉我){times}(是|等于|得)(多少|几)
    (请|能|帮我)算(一下|){times}(吗|)
    {times}(得|等于|是)(几|多少)
    # counting
    (请|能|可以|帮我)(你|)从{range}(数|数一数|数一下)(吗|)
    (请|)(数|数一数|数一下)(从|){range}
    我要你(从|){range}数
    # reminder
    (请|能|可以)(你|)提醒我(要|){errand}(吗|)
    (我|)(不能|别|不要)忘了(要|){errand}
    (请|帮我|)记(下|一下|住)(我要|要|){errand}
    我(想|今天要|还要|需要){errand}
    # alarm
    (请|能|可以)(你|)(在|){clock}叫我(起床|起来|)(吗|)
    (帮我|给我|请)(定|订)(一个|){clock}的闹钟
    (我想|我要|我需要)(在|){clock}(起床|起来)
    (请|)(把|)闹钟(定在|定到|定){clock}
    # timer
    (帮我|给我|请)(计时|倒数|定时){few}分钟
    (请|能|可以)(在|){few}分钟(后|以后|之后)(叫我|告诉我)(吗|)
    (我要|我需要)(计时|倒数){few}分钟
    {few}分钟的计时
    # turn on
    (请|能|可以|帮我)(你|)(打开|开一下|开)(一下|){light}(吗|)
    (请|)(把|){light}(打开|开开|开一下)(吧|)
    (我想|我要|我需要)(打开|开){light}
    # turn off
    (请|能|可以|帮我)(你|)(关掉|关一下|关)(一下|){light}(吗|)
    (请|)(把|){light}(关掉|关上|关一下)(吧|)
    (我想|我要|我不要)(关掉|关了|关){light}
    # waiting
    (我|我们)(已经|一直|在|)等了(你们|){few}天(了|)
    (已经|都){few}天(了|)(还没有来|没有来|了)
    (我的订单|包裹|)(已经|)晚了{few}天(了|)
    # feel good
    (我|今天我|我们)(现在|真的|今天|){good}(啊|)
    # feel bad
    (我|今天我|我们)(现在|真的|今天|){bad}(啊|)
    # call
    (请|能|可以|帮我)(你|)(打|打电话|拨)给{full_name}(吗|)
    (我想|我要|请)(打电话|打)(给|找){full_name}
    (帮我|给我|请)(接|找|转)(一下|){full_name}
    (我想|我要)(和|找){full_name}(说话|)
    # address
    (请|能|可以)(帮我|)(寄|送|送货)到{city}(吗|)
    (我|我们)(搬家|现在搬|搬)(到|去)(了|){city}(了|)
    (请|)(把|)(我的|)(订单|包裹)(寄|送)(到|去){city}
    (我|我们)(现在|)(住在|在){city}(了|)
    我的(新|)(地方|家)在{city}
    # flight
    (请|能|可以|帮我)(订|买|找)(一张|){weekday}(去|到|飞){city}的(机票|航班|票)(吗|)
    (我想|我要|我们)(在|){weekday}(坐飞机|飞)(去|到){city}
    (有没有|有){weekday}(去|到|飞){city}的(航班|机票|飞机)(吗|)
    {weekday}(去|到|飞){city}的(机票|航班|票)(一张|有吗|)
    # table
    (请|能|可以|帮我)(订|安排)(一张|){clock}{few}(个人|位|人)的(桌子|位子)(吗|)
    (我想|我要|我们要)(订|)(一张|){clock}{few}(个人|位|人)的(桌子|位子)
    (我们|)(有|是|一共){few}(个人|位|人)(在|){clock}(来|到)
    {clock}(还有|有没有|有){few}(个人|位|人)的(桌子|位子)(吗|)
""")
