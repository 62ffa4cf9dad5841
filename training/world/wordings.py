"""Ways to say the requests of `english` and `mandarin` once more, as `phrasings` writes them: verbs, nouns and
constructions that the others lack. What is held out of them is chosen among themselves (`english.Intent`).
"""

from training.world.phrasings import listed

ENGLISH = listed("""
    # message
    (give|send) {first_name} (my apologies|a heads up|a quick warning) (i am behind schedule|i have been held up|i got delayed)
    my (train|taxi|bus) (is delayed|broke down|is not coming) (can|could) you (warn|notify|alert) {first_name}
    {first_name} will have to (wait|start without me|begin without me) (because|as|since) i (got held up|was delayed|am behind)
    (ring|phone|email|ping) {first_name} (to say|and say|and explain) i am (delayed|running behind|not going to be on time)
    (ask|get) {first_name} to (wait for me|hold on a while|be patient) (as|because) i (am late|will be late|got delayed)
    i was (supposed|meant|due) to (meet|see|join) {first_name} (already|earlier) (but i am late|but i got delayed|and i am late)
    (could|can|should) {first_name} be (told|informed|notified|warned) (of my delay|about my delay|that i am delayed)
    (there is no way|i do not think) i will (make it|get there|arrive|be there) on time (to see|to meet|for) {first_name}
    (a text|a quick text|a short note) (to|for) {first_name} (please|) (i am running behind|i have been delayed|i will come later)
    (traffic is|the roads are) (terrible|awful|a nightmare) and {first_name} (is waiting|expects me) (please pass that on|let them know|)
    (my meeting|my shift|my lesson) (ran over|took too long|is dragging on) so {first_name} (should not|cannot|must not) expect me on time
    (explain|mention|make it clear) to {first_name} that i (am going to be late|am late|will arrive late)
    does {first_name} know (yet|already|) that i am (late|delayed|behind) (if not pass it on|if not tell them)
    (i overslept|i got lost|my car broke down) and now i am late for {first_name} (tell them|pass it on|)
    {first_name} (can|should|may) expect me (a little|a bit|an hour) later (than planned|than agreed) (pass that on|please tell them)
    keep {first_name} (posted|informed|in the picture) (i am delayed|i have been delayed|i am running behind)
    # stock
    (can|could) (you|somebody|someone) (find|get|fetch|bring) me a {color} {product}
    (what about|how about|and) the {product} in {color} (have you any|is it in stock|do you carry that)
    i (saw|noticed) a {color} {product} in your (catalog|brochure|window|advert) (is it still there|do you still have it|can i have it)
    do you (keep|stock|carry|offer) (your|the|this) {product} in {color}
    is {color} (one of the colors|one of the options|a choice|an option) (for|with) the {product}
    would i (be able to|still) (find|get) the {product} in {color} (at your shop|there|from you)
    it (must|has to|needs to|should) be a {color} {product} (do you have that|can you help me|nothing else will do)
    (my room|my kitchen|our office|our hall) is (all|mostly) {color} (is there|have you got|do you have) a {product} to match
    (i cannot find|i have searched everywhere for|i have been hunting for|it is hard to find) a {color} {product} (do you have any|can you help|any chance)
    has the {color} {product} (come in|been restocked|come back|reached your shop) (yet|by now|this week)
    (could|can|may) i (see|look at|view|try) (the|your) {product} in {color}
    (i would love|i fancy|i am after|i am interested in) a {color} {product} (if you have one|if there is one|)
    (only|just) a {color} {product} will (do|work) for (me|us|my daughter|my office)
    (what|which) colors does the {product} come in (is {color} one|is {color} among them|also {color})
    (somebody|a friend|my neighbor) (told me|said|says) you have the {product} in {color} (is that right|is that true|)
    # turn off
    (i want|i would like|i need) you to (switch|turn|shut) off the {light}
    (could|can|would) (someone|somebody|anyone) (shut|switch|turn) the {light} off
    (would you|do you) mind (turning|switching|shutting) (off the {light}|the {light} off)
    i forgot to (turn|switch|shut) off the {light} (can you do it|please do that|do it for me)
    (make sure|check|see to it) that the {light} is (off|turned off|not on|switched off)
    is the {light} still (on|going|switched on) (if so|then|please) (turn|switch|shut) it off
    the {light} (bothers|disturbs|annoys|is bothering) (me|us|the baby|my wife) (turn it off|switch it off|make it stop)
    i cannot (sleep|work|think|concentrate) with the {light} (on|going) (turn it off|)
    the {light} (can|may|should|must) (go off|be switched off|be shut off|be turned off) (now|)
    (i am|we are) (done|finished|through) with the {light} (you can turn it off|switch it off|shut it down)
    (no more|enough) {light} (for today|tonight|for now|please)
    (leave|keep) the {light} off (tonight|for now|today|please)
    do not (leave|keep) the {light} (on|switched on) (all night|any longer|for nothing)
    how (do i|can i|do we) (turn|switch|shut) off the {light}
    (cut the power to|pull the plug on|take the power off) the {light} (please|now|)
    the {light} has been on (all day|for hours|since morning|the whole night) (turn|switch|shut) it off
    (i wonder if|is there any chance|perhaps) you could (shut|switch|turn) the {light} off
    # turn on
    (i want|i would like) you to (turn|switch|put) the {light} on (now|for me|)
    (make sure|see to it|check) that the {light} is (on|turned on|switched on|not off)
    if the {light} is (off|not on|still off) (turn|switch|put) it on
    the {light} (can|may|should|must) (go on|be switched on|come on|be turned on) (now|)
    (let us|may i|could we) have the {light} (on|switched on|turned on)
    (i|we) cannot (manage|do|be) without the {light} (turn it on|put it on|switch it on)
    (leave|keep) the {light} on (tonight|for now|today|for me)
    how (do i|can i|do we) (turn|switch|put) on the {light}
    (somebody|someone|who) (turned|switched|put) off the {light} (turn it back on|put it on again|switch it back on)
    (give|send) (some power|power|electricity) to the {light} (please|now|)
    (fire up|start up|flip on) the {light} (please|for me|now|)
    the {light} should (have been|be) on (by now|already|at this hour) (why is it not|put it on|switch it on)
    (i want|we need|i am going|we would like) to use the {light} (now|tonight|for a while)
    (nobody|no one) has (switched|turned|put) the {light} on yet (can you|please do|would you)
    (set|put|switch) the {light} to on (please|now|for me)
    (do you think|is there any chance|i wonder if) you could (switch|turn|put) on the {light}
    # counting
    (we need|i need|i want to hear) (every number|each number|all numbers|the whole count) from {range}
    (give|tell) me (each|every|every single) number from {range} (in order|in turn|)
    (let us|shall we|can we) count (together|) from {range} (please|now|)
    (i am|my child is|my daughter is|we are) learning to count (can you do|please do|help us with) {range}
    (what comes|which numbers come) when (you|we|i) count (up|) from {range}
    (call out|shout out|reel off|rattle off) (the|all the|all) numbers from {range} (please|)
    do (a|one|me a) (little|quick|slow) count from {range} (for me|please|)
    a (short|quick|slow) count from {range} (would be nice|please|is what i need)
    (begin|commence|get on with) (counting|the count|your count) from {range}
    (one by one|step by step|in order) (count|the numbers|say the numbers) from {range}
    (i bet|i doubt|i wonder if) you can (count|say the numbers|list the numbers) from {range}
    (could i|may i|can i|i would love to) hear (you count|the numbers|you counting) from {range}
    (i forget|i forgot|remind me) how (the numbers go|to count|counting goes|you count) from {range}
    (say|speak|count) (every|each) number (aloud|out loud|clearly) from {range}
    (for a sound check|to test the line|as a test) (please count|say the numbers|count) from {range}
    (how about|what about|fancy) (counting|reading the numbers|saying the numbers) from {range} (for us|for me|)
    (keep|go on|continue) counting from {range} (without stopping|until the end|in one go)
    # repeat
    (i|we) (lost you|could not follow you) (for a moment|there|just now) (what was it|say it again|tell me again)
    run (that|it) (by|past) me (again|once more|one more time)
    (your voice|the sound|the audio) (cut out|broke off|was fading) (what did you say|once again|please repeat)
    (i am sorry|forgive me|apologies) (i did not get|i failed to get|i never heard) (that|what you said|the last bit|a word)
    (speak up|talk louder|talk more slowly|slow down) and (say it|repeat it|tell me) again
    (what|which number|which word) was it (you said|you just said|you told me|you mentioned)
    could (i|we) (hear|have|get) (that|it) (again|once more|a second time)
    (repeat|give me|read me) (the|your) (answer|last sentence|reply|last words) (again|once more)
    (too fast|too quiet|not so fast|that was quick) (once more|again|say it again|repeat that) (please|)
    what was that (bit|part|thing|word) (again|you said|at the end|just now)
    (that|it|your last sentence|the end) (went over my head|got past me|did not come through|went too fast) (please repeat|once more|say it again)
    (i need|i want|i would like|i have) to hear (that|it|the last part) (again|once more|a second time|one more time)
    (my line|the signal|the reception) (is bad|is weak|is awful) (what was that|please repeat|can you repeat it)
    (the kids were shouting|a truck went by|the dog was barking|it is noisy here) (what did you say|please say it again|could you repeat)
    would you be so (kind|good|nice) as to (repeat|repeat that|say it again|tell me again)
    (back up|go back|rewind) (a bit|a little|a second) (what was that|i missed that|say it again)
    (i am|we are) (not sure|not certain|unsure) what you (said|just said|told us)
    # buy
    (i am going|we are going|i have come|i called) to (buy|order|purchase) (a new|the|that) {product}
    (set aside|put aside|save|keep) (the|one|that) {product} for (me|us|my wife)
    (my|our) old {product} (is worn out|has had its day|is finished) (so i need|and i want|so get me) a new one
    (please put|just put|let us put) (the|that|one) {product} on my (card|account|credit card)
    (i am ready|i am happy|we are ready|i am willing) to (pay for|buy|take|order) the {product}
    where can (i|we) (buy|order|get|pay for) (the|your|this) {product}
    (sold|deal|agreed) (i will take|i am taking|give me|we will buy) (the|this|that) {product}
    (make that|make it) one {product} (please|for me|to go)
    (the|that) {product} is (the one|what|exactly what) (i want|i need|we are after)
    (i am in the market for|i am shopping for|i am calling to buy|i am out to get) a new {product} (today|)
    (place|put in|take) (an order|my order) for (the|one|a new) {product}
    (add|include|throw in) (the|a new|one) {product} (as well|too|with the rest)
    (could|will) you (ship|get|send|bring) (me|us) (the|a new|one) {product}
    i (set my heart on|fell in love with|made up my mind about) the {product} (ring it up|so sell it to me|i am buying it)
    the {product} would be (a great gift|a nice present|perfect) for (my dad|my sister|my friend) (i want one|i will buy it)
    (count me in|put me down|sign me up) for (the|one|a new) {product} (please|)
    # price
    (any idea|do you know|can i ask|may i know) (what|how much) (the|that|your) {product} costs
    how (expensive|pricey|costly|dear) is (the|that|your) {product} (these days|)
    what (price|amount|figure) (is on|is written on|do you put on) the {product}
    (what is|tell me|give me) the (cost|sale price|retail price|full price) of (the|one|a new) {product}
    (can i|could i|can we) afford the {product} (how much is it|what is the price|what does it cost)
    (do i have|have i got|would i have) enough (money|cash) for the {product} (what is the price|how much is it)
    (how much|what) would (i|we) (pay|owe you|be charged) for (the|one) {product}
    the (price tag|label|sticker) on the {product} (is missing|has come off|cannot be read) (how much is it|what is the price)
    how (high|low) is the price (of|for|on) (the|your|a new) {product}
    what (sort|kind) of (price|money) (are we talking|are you asking|do you want) for the {product}
    what does (one|a new|the) {product} (go for|sell for|come to) (in your shop|these days|)
    (i am|we are) comparing (prices|shops|offers) what (is yours|do you ask|do you want|do you charge) for the {product}
    (my wife|my boss|my husband|my mother) (wants to know|asks|wonders|keeps asking) (how much|what) the {product} costs
    i hope the {product} is not (too expensive|too dear|out of my budget) (what does it cost|how much is it|what is the price)
    what (should|must|would) (i|we) (budget|put aside|set aside) for the {product}
    (the|that|this|your) {product} (how much|what is the price|what does it cost|what do you want for it)
    (could|can) you (look up|check|find out|work out) the (price|cost) (of|for) the {product}
    # address
    (i have|we have) (settled|set up home|found a place|got a new place) in {city} (so deliver there|send it there|please note)
    you (will|can) find (me|us) in {city} (now|these days|from today)
    (use|take|put down|write down) (my|the|our) {city} address (please|instead|from now on|for the delivery)
    (redirect|forward|reroute) (my|the|our) (order|mail|delivery) to {city}
    i (no longer live|am not living) (there|at the old place|at my old house) i (am|live) in {city} now
    (the parcel|my order|the delivery|it) (needs|has|ought) to (go|get|be sent) to {city}
    make sure (it|my order|everything) (gets|goes|is sent|comes) to {city}
    (i want|i would like|we need|we want) (it|my order|the goods) (sent|shipped|delivered|mailed) to {city}
    could you (deliver|get|bring|post) (my order|it|my things) to (me|us|my flat) in {city}
    {city} is the (town|city|place|address) (for my delivery|to send it to|where i get my mail|for my order)
    (next week|next month|soon) (i am moving|we are moving|i relocate|we relocate) to {city}
    (ship|post|mail) (it|the goods|everything) to my (office|sister|new flat|parents) in {city}
    i (got|took|started) a (new job|job) in {city} so (send it there|my address has changed|i live there now)
    (for your records|for your files|as for my address) (i am based|my home is|we are) in {city}
    what i (ordered|bought|paid for) (should|must|has to) (go|be sent|be shipped) to {city}
    the (destination|delivery address|shipping address) (is|should be|will be) {city} (please|)
    (update|change|correct) your (records|files|books) (i moved|i have moved|we moved) to {city}
    # weather
    is there (any|much) (rain|snow|sunshine|wind) in {city} (today|right now|)
    (what|which) (kind|sort) of weather (is there|do they have|are they getting|can i expect) in {city}
    (is it going to|will it|might it) (rain|snow|be hot|freeze|clear up) in {city} (today|this afternoon|)
    (how are|tell me) the (weather conditions|temperatures|skies) (in|over|around) {city} (today|)
    (can|could|should) i (go out|walk around|sit outside|have a picnic) in {city} or (will it rain|is it raining|is it too cold)
    what should i (wear|put on|pack) (for|in) {city} (today|given the weather|in this weather)
    is the sky (blue|clear|grey|dark) (over|in|above) {city} (today|now|)
    (i am|we are) (visiting|off to|on the way to) {city} (how is the weather|will it rain|is it cold there)
    how does it feel (outside|outdoors|out) in {city} (today|right now|this morning)
    (look up|check|find out) the (weather|forecast|temperature) (for|in) {city} (for me|)
    what does the (forecast|weather report|weather service) say (about|for|on) {city} (today|)
    (any|lots of|no) (rain|sun|snow|wind|clouds) in {city} (today|right now|)
    is it (warm|dry|sunny|mild) enough (to go out|for a walk|to sit outside|for the beach) in {city}
    (i heard|they say|my friend says) it is (raining|freezing|snowing|boiling) in {city} (is that true|is that right)
    (today|right now|this morning) in {city} (is it raining|is it nice out|what is the weather|is it cold)
    (hot|warm|sunny) or (cold|rainy|wet|cloudy) in {city} (today|which is it|)
    are people (carrying umbrellas|wearing coats|wearing gloves|wearing shorts|out in the sun) in {city} (today|now|)
    # thanks
    i (owe you one|owe you a lot|am in your debt|am much obliged) (thank you|thanks|)
    you are (an angel|a star|a treasure|a legend|a lifesaver) (thank you|thanks|thanks a million)
    thanks (a million|a bunch|a ton|heaps|loads) (for this|for your effort|friend|)
    (that|this) (helps|helped|has helped) (a lot|me greatly|enormously|so much) (thanks|thank you)
    (problem solved|all sorted|that settles it|everything is clear) (thank you|thanks|thanks to you|i am grateful)
    (i am|we are) (so|very|deeply|truly) (grateful|thankful|obliged) (to you|)
    (your|all your) (help|support|advice|patience) (means a lot|was wonderful|is appreciated|is much appreciated)
    (thanks|thank you) for (the quick reply|explaining|helping me out|taking care of it|the information|looking into it)
    (my|our) (heartfelt|sincere|warmest|deepest) (thanks|gratitude) (to you|)
    (i|we) (do not know how|hardly know how|cannot begin) to (thank you|repay you)
    what (a great help|a relief|great service|good news) (thank you|thanks|thanks so much)
    (ta very much|cheers pal|nice one|ta) (for that|for helping|for the help)
    without (you|your help) i (would be lost|could not have done it|would still be searching) (thank you|thanks)
    (please|do) accept my (thanks|sincere thanks|gratitude|warm thanks)
    (that is|it is|this is) (all i needed|all i wanted|what i hoped for) (many thanks|thanks again|thank you kindly)
    (i am glad|i am happy|good thing) i (called|asked you|spoke to you) (thank you|thanks)
    (thank|thanking) you (in advance|once again|all the same)
    # human
    who (is in charge|runs this place|is your manager|is responsible) (i want to speak to them|let me speak to them|put them on)
    (are there|do you have) any (humans|real people|live agents|staff) (there|i can talk to|available|working today)
    a (robot|machine|computer|recording) (cannot help me|is no good|will not do|is not enough) (get me a person|i need a human)
    (let me|i want to|i wish to) (deal with|discuss this with|explain this to) (a human|a real person|one of your staff|someone who is human)
    (forward|redirect|hand over|pass) (my call|this call) to (an operator|a live agent|the front desk|the manager)
    (patch|get|send) me through to (a representative|a live person|the head of the office|an adviser)
    (get|fetch|find) your (boss|manager|supervisor|superior) (for me|please|right away)
    (representative|live agent|operator|customer support|real human|manager) (please|now|right now)
    is (anyone|anybody) (there|around|on duty|in the office) (other than a machine|besides you|who is not a robot)
    (no robots|no machines|no more recordings|no bots) (please|just people|i want a person|let me have a person)
    how (do i|can i|could i) get (past this machine|to a real agent|hold of a person|through to someone)
    my (case|problem|question|request) (needs a human|needs a person|is for a manager|is too difficult for you)
    have (one of your colleagues|your supervisor|an adviser|a real agent) (speak to me|come to the phone|pick up|deal with me)
    i (did not call|am not calling|am not here) to (talk to|chat with|listen to) a (machine|computer|robot|bot|recording)
    (i only|we only|i will only|i just want to) (talk|speak) to (people|humans|real agents|living people)
    i have (a complaint|something serious|a private matter|something personal) (for|to discuss with) (your manager|a human|the boss|a real person)
    (there must be|is there not) (someone|somebody|a person) (i can speak to|i could ask|i can talk things over with)
    # feel bad
    (lately|recently|these days|for a while now) i have been (feeling |)(rather |kind of |awfully |){bad}
    i (woke up|got up|went to bed) (feeling |)(pretty |terribly |a bit |){bad}
    (nobody|no one|hardly anyone) (knows|understands|notices) how {bad} i (am|feel|have become)
    i cannot (stop|help) (being|feeling) (so |this |){bad}
    (after|with|because of) all (the|this) (trouble|stress|waiting) i (feel|am) {bad}
    (at the moment|at present|currently) i am (pretty|extremely|rather|awfully|ever so) {bad}
    (do you have|have you got|is there) (some advice|a kind word|any comfort) for (someone|somebody) who feels {bad}
    it is (no fun|awful|hard|not easy) (being|to be|feeling|to feel) (so |this |){bad}
    (my job|this week|this weather|all the waiting) (leaves|is leaving|has left) me (feeling |)(rather |){bad}
    why (does|must) (everything|life|it all) (make me feel|leave me) (so |this |){bad}
    i wish i (was|were) not (so|this|quite so) {bad} (all the time|today|any more|)
    (my doctor|my mum|my partner|everyone) (can tell|can see|has noticed) that i (am|feel) {bad}
    (if i sound strange|if i seem quiet|if my voice shakes) it is because i (am|feel) (so |very |){bad}
    (i guess|i suppose|i am afraid|i have to admit) i am (just|simply|rather) {bad} (again|)
    {bad} (does not begin to describe|hardly covers|is too weak a word for) how i (feel|am feeling)
    (who would not|anyone would) (be|feel) {bad} in my (place|shoes|position|situation)
    # feel good
    (lately|recently|these days|ever since my holiday) i have been feeling (really |pretty |rather |){good}
    i (woke up|got up|came home|left the house) feeling (really |pretty |so |){good}
    (nothing|nobody|not even the rain) can (spoil|change|ruin) how {good} i (feel|am feeling)
    you (would not|cannot|will not) (believe|imagine) how {good} i (feel|am feeling|have been feeling)
    (my new job|the sunshine|my holiday|this music) (has me|leaves me|has left me) feeling (so |really |){good}
    it is (wonderful|lovely|nice|amazing) to feel {good} (again|for once|at last|like this)
    who would not (feel|be) {good} (on a day like this|after such news|with weather like this)
    (i got the job|my team won|i passed my exam|things are looking up) (and|so) i (am|feel) (really |){good}
    i (suppose|guess|think|would say) (that |)i am feeling (rather |quite |){good}
    (we are both|all of us are|the two of us are) feeling (so |pretty |){good} (today|now|)
    for the first time in (ages|months|years|weeks) i (feel|am|am feeling) (truly |really |){good}
    ask me how i (feel|am) and (i will say|the answer is|i would say) {good} (today|of course|)
    (no worries|no complaints|no problems) (here|from me|today) i (feel|am) {good}
    i (cannot stop smiling|could dance|could hug the world) (because|since) i (am|feel) (so |){good}
    may i (say|add|tell you) how {good} (i feel|this makes me feel|you have made me feel)
    # month length
    (when|on what date|on which day) does {month} (end|finish|come to an end|stop)
    i am (away|traveling|on holiday) for (all|all of) {month} how many days is that
    (how many mornings|how many sunrises|how many calendar days) (are there|do we get|can i count) (in|during) {month}
    {month} (how many days is that|how long is it|what is its length) (exactly|in total|again|)
    (what is|give me|i need) the (day count|total number of days|exact length) (of|for) {month}
    is there a (thirtieth|thirty first) (of|in) {month} (this year|or not|)
    if i (work|train|practice) (every day|daily) in {month} how many (days|times) (is that|does that make)
    (work out|figure out|look up|check) how many days (we have|we get|there will be) in {month}
    how many (pills|tablets|lunches) do i need for {month} at one (a day|per day|each day)
    we are (arguing|betting|having an argument) (about|over) how many days (are|there are) in {month}
    (thirty or thirty one|thirty one or thirty) days (which is it|how many is it|what is right) for {month}
    when {month} (begins|starts|comes) how many days (lie ahead|are to come) (before it is over|before it ends|)
    at the end of {month} (what date|which number) (will it be|will the calendar show|do we write)
    # greeting
    (afternoon|good afternoon) (all|everyone|sir|madam|ladies and gentlemen)
    a (very good|good|lovely) (day|afternoon) to (you all|everyone|whoever is there|you my dear)
    (well hello|oh hello|why hello|oh hey|oh hi) (there|agent|my dear|)
    (does anybody|does anyone|will somebody|will anyone) (answer|answer this phone|take this call|pick up)
    (hello|hi|good day) (this is my first call|i am calling for the first time|i have never called here before|i am new here)
    (pleased|glad|good|great) to (get through|reach you|have you on the line|get an answer) (at last|finally|)
    (yo|heya|hey hey|hallo) (there|you|agent|nano|)
    (warm|kind|friendly|many) greetings (to you|to everyone|from me|)
    (may i|might i|could i) (have a word with you|trouble you for a moment|bother you for a second|have a minute of your time)
    (are you|is anyone|is somebody) (taking calls|free to talk|ready to take my call) (at the moment|just now|)
    (long time no see|long time no speak|it has been a while) (hello|hi|hey) (there|again|nano|)
    (hi|hello|greetings) from (a new customer|an old customer|one of your customers|a regular caller)
    (i am|we are) (ringing|calling|phoning) (just |)to say (hello|hi|good day)
    (hello|hi|good day) (i would like some advice|i am calling with a request|i was told to call you|someone gave me your number)
    # reminder
    (my memory is bad|i am so forgetful|my head is full) i (need to|must|should|have to) {errand} (later|today|)
    (ping|text|alert|prompt) me to {errand} (later|in a while|in time|tonight)
    it is (important|vital|essential|urgent) (for me to|that i) {errand} (today|tonight|this week|)
    (i had better|i ought to|i have got to|i am going to) {errand} (soon|later|before dinner|before it is too late)
    (i am afraid i will|i might|i will probably|i am bound to) forget to {errand} (again|otherwise|if nobody tells me|)
    {errand} (today|tonight|later|) (please remind me of that|do not let it slip my mind|keep that in mind for me)
    (do not let it slip my mind|keep in mind|bear in mind) that i (have to|need to|should|ought to) {errand}
    (add|enter|put down|jot down) a (note|task|memo|line) (for me |)to {errand}
    (schedule|leave me|save|give me) a (reminder|memo|note) (that i should|so that i) {errand}
    (before i forget|while i think of it|that reminds me) (i must|i need to|i still have to|i am supposed to) {errand}
    (keep telling me|keep asking me|nag me|pester me) (until i|to) {errand}
    when (evening comes|i get home|lunch is over) (remind me|tell me|help me remember) to {errand}
    can i (count|rely|depend) on you to (remind me|help me remember) to {errand} (later|today|)
    my (mum|roommate|neighbor|sister) (is counting on me|relies on me|expects me) to {errand} (so remind me|please remind me)
    # appointment
    (any chance of|is there hope of|what are the chances of) (an appointment|a meeting|being seen) (on|this) {weekday} at {clock}
    (could|would|can) you (fit|slot|work) me in (on|this|next) {weekday} at {clock}
    {clock} (on|this|next) {weekday} (suits me|works for me|would be ideal) for (an appointment|a visit|our meeting)
    i (have a day off|am in town|am nearby) (on|this) {weekday} (could i come|can i see someone|may i visit you) at {clock}
    (my tooth hurts|my back hurts|i need a checkup|i need advice) can (you see me|i be seen|i come by) on {weekday} at {clock}
    (save|hold|keep|block) (a slot|some time|an hour) for (me|us) on {weekday} at {clock}
    (i will|we will|i am going to|i plan to) (come by|stop by|be at your office) (on|this) {weekday} at {clock}
    (who is|which doctor is|which of you is) (free|available|there) to (see me|meet me|talk to me) on {weekday} at {clock}
    (would you have|have you got|is there still) (an opening|a free slot|a gap) (for me |)on {weekday} at {clock}
    (mark|put|enter) me in your (diary|calendar|book|schedule) for {weekday} at {clock} (please|)
    let us (say|agree on|settle on|go for) {weekday} at {clock} (then|for our meeting|for the appointment|)
    if (you have time|nobody else has it|it is still free) (i will|i would like to|let me) take {weekday} at {clock}
    (how does|how would) {weekday} at {clock} (sound|look|work) for (a visit|an appointment|a chat|a meeting)
    (your colleague|the nurse|your letter) said i (could|should|can) come (in |by |)on {weekday} at {clock}
    # goodbye
    (i had better|i should|i really must) (get going|be off|be going|run) (now|then|bye|)
    (my bus is here|my lunch is ready|someone is at the door|my battery is nearly empty) (so bye|got to go|i must run|talk later)
    (that will be|that would be) (all|everything) (for today|from me|i needed) (bye|goodbye|bye now)
    (ciao|ta ta|toodles|adios) (then|nano|for now|my friend|)
    (i will|we will) (call again|be back|be in touch) (another day|next week|soon) (bye|goodbye)
    (it is getting late|it is past my bedtime|time flies) (so |)(goodbye|good night|i am off|bye for now)
    (my question is answered|everything is sorted|it is all settled) (so |)(goodbye|bye|i can hang up)
    enjoy (your|the rest of your|a lovely) (evening|weekend|afternoon) (goodbye|bye|bye now)
    (over and out|signing off|logging off|hanging up) (then|goodbye|bye|)
    we can (speak|talk|chat) (again|more) (another day|some other time|next week) (bye|goodbye)
    (i will let you|i should let you|let me let you) (go|get on|get back to your work) (now|then|goodbye)
    (all the best|be well|stay well|look after yourself) (and |)(goodbye|bye|until we talk again|see you around)
    you can (hang up|end the call|put the phone down) (now |)(goodbye|bye|i am finished)
    (nice|good|great) (chatting|speaking) with you (bye|see you|so long)
    (this is|that is) (where i leave you|goodbye from me|the end of my call|it from me) (bye|then|for today|)
    # problem
    i am (stuck|left|standing here|sitting here) with (this|the) {product} (that|which) {problem}
    (to my surprise|to our annoyance|believe it or not|oh no) (the|my|our) (brand new |){product} {problem}
    (what will you do|can something be done|can anything be done) about (my|the|this) {product} (that|which) {problem}
    (why is it that|how can it be that|how come|is it normal that) (the|my|our|this) {product} {problem}
    (i paid good money for|i spent a lot on|i saved up for) (the|this|my) {product} (and it|but it|yet it) {problem}
    (your|that) {product} is (a disappointment|no good|not what i expected) (it|because it|since it) {problem}
    (can you|could you|will somebody) (sort out|look into|deal with) my {product} (it|because it|which) {problem}
    (i wish to report|please note|put on record|i must point out) that (the|my|our) {product} {problem}
    (my son|my mother|a friend of mine) has (trouble|problems|an issue) with (the|your) {product} it {problem}
    (i am|this is|you are talking to) (the customer|the caller|someone) whose (new |){product} {problem}
    (as you may know|as i said before|as i wrote to you|like i told you) (the|my|our) {product} {problem}
    there must be (a mistake|a fault|something wrong) (because|since|as) (the|my|our) {product} {problem}
    (i am fed up|i am annoyed|it bothers me|it drives me mad) (because|that) (the|my|our) {product} {problem}
    is there a (warranty|guarantee|repair service) (in case|when|if) (the|my|our) {product} {problem}
    (it turns out|i noticed|we found out|i have to tell you) (that |)(the|my|our) {product} {problem}
    # shop
    (from what time|from when) can (i|people|customers) (shop|browse) at your {city} (store|branch|outlet|location)
    (the|your) (outlet|showroom|branch|location) in {city} (when does it open|what are its hours|from when is it open)
    i am (looking for|trying to find|searching for) (your|a) (shop|store|outlet|showroom) in {city}
    are you (also |)(represented|present) in {city} with a (shop|store|branch|showroom)
    i am (going|traveling|driving) to {city} (and want to|and hope to|just to) visit your (shop|store|outlet)
    (when|at what hour|what time) do they (open up|unlock) your (shop|store) in {city} (in the morning|)
    (can|could) i (shop|buy something|see your things) in person (somewhere |)in {city}
    (when|how early|what time) should i (be at|go to|arrive at|line up at) (your|the) (shop|store) in {city}
    will your {city} (shop|store|branch) (already |)be open at (eight|nine|ten|seven)
    (i need|give me|i would like) (some details|information|more) (about|on) your (shop|store|outlet) in {city}
    (people say|i heard|i read) there is a (shop|store|branch) of yours in {city} (is that so|when does it open|what are its hours)
    when (are customers|are shoppers|is the public) (let into|allowed into|welcome at) (the|your) (shop|store) in {city}
    (nobody told me|i cannot find out|i wonder|i should like to know) when (the|your) (shop|store|branch) in {city} opens
    {city} (do you have|is there|have you opened) (a shop|a store|a branch) (there|over there|in that city)
    # opening hours
    will (anyone|somebody|you) (be in|be at the desk|be in the office|be working) (on|this|next) {weekday}
    (when|what time|at what hour) do (your doors|the doors|the gates) (open|close|shut) on {weekday}
    is {weekday} (a working day|a business day|a holiday|a day of rest) (for you|at your office|over there)
    are there (special|different|shorter|reduced) (hours|opening times) (on|for) {weekday}
    i (finish work|get off work|leave school) late can i still (come in|find you open|catch you) on {weekday}
    what is the (earliest|latest) i can (come|call in|visit|drop in) (on|this|next) {weekday}
    (how long|for how many hours|between which hours|between what times) (are you|is the desk|is your office|is the store) open on {weekday}
    {weekday} (hours|opening times|opening hours) (what are they|please tell me|i need them|if you know them)
    (are you|is the store|is the desk) (open or closed|open or shut) (on|this|next) {weekday}
    i (only have time|am only free|can only get away) on {weekday} (is the place open|are you open|is anyone in)
    (are visitors|are customers|is the public) (welcome|allowed in|let in) (on|this) {weekday}
    does (your|the) (team|staff) (work|take calls|serve people) on (a |){weekday}
    i would hate to (come|drive over|travel) for nothing are you open (on|this) {weekday}
    (someone|a friend|your neighbor) (said|told me) you (are closed|do not open|take the day off) on {weekday} (is that right|is that so|)
    by when (must i|should i|do i have to) (be there|arrive|come) on {weekday} to find you open
    # birthday
    (the day i was born|my day of birth|the date on my birth certificate) (was|is|would be) {date}
    (it will be|it is going to be) my birthday (again |)(on|come) {date}
    (my twin and i|my twin brother and i|my twin sister and i) (were born|have our birthday|share our birthday) on {date}
    (i arrived in this world|i came into being|my life began|my life started) on {date} (many years ago|long ago|)
    (i blow out my candles|i get my birthday cake|people wish me happy birthday) on {date} (every year|each year|)
    (update|change|correct|amend) my (birthday|date of birth|birth date) to {date} (please|)
    (you have|you show|it shows) the wrong (birthday|birth date) (it is|it should be|i was born on) {date}
    (so that you know|for the birthday discount|for your birthday list|to prove who i am) (i was born on|my birthday is|my birth date is) {date}
    (date of birth|birth date|day of birth) (would be|that is|as follows|) {date}
    (congratulate me|wish me well|sing for me) on {date} (it is my birthday|that is my birthday|when i have my birthday)
    (guess when my birthday is|want to know my birthday|you need my birthday) (it is|it is on|i was born on) {date}
    {date} is (a special day|a big day for me|my favorite day) (it is my birthday|my own birthday|i was born then)
    my (parents|mum and dad|mom and dad|family) (welcomed me into the world|first held me|celebrated my birth) on {date}
    i (will be|shall be|am going to be) (eighteen|twenty one|fifty|seventy) on {date}
    (mark|circle|note) {date} in your (calendar|diary) (as my birthday|it is my birthday|for my birthday)
    the (birthday|date of birth|birth date) (on my card|in my file|for this account) (should read|is|must be) {date}
    # day before
    (what|which) day do i get (if|when) i (count|go|step) back one (day |)from {weekday}
    {weekday} minus (one day|a day|one) (is what|is which day|gives what|makes what)
    (the eve of|the evening before|the night before) {weekday} (is what day|falls on which day|belongs to which day)
    {weekday} is (the day after|one day after|right after) (what|which day|what day)
    (what|which) day (has to end|must pass|has to be over) before {weekday} (can begin|can start|starts|comes)
    my (exam|party|trip|match) is on {weekday} (which|what) day is the day before (that|it)
    (what|which) (day|weekday) has {weekday} (as its tomorrow|coming next|right after it|as the next day)
    (it will be|it is going to be|we will have) {weekday} tomorrow (so |)(what is today|what day is today|what day is it now)
    the (one|weekday|day) (in front of|prior to|just ahead of|immediately before) {weekday} (which is it|what is it|what is it called)
    (what|which day) (goes|stands|sits) (before|ahead of|in front of) {weekday} (in the week|on the calendar|)
    (my daughter|my kid|my grandson) (asks|wants to know) (which|what) day is (just before|right before|ahead of) {weekday}
    (what|which) day was (it |)yesterday (if|when|seeing that) (this is|today is|we have) {weekday}
    (counting|going through|reading) the (days|week) backwards what (follows|comes after|is next after) {weekday}
    # day after
    (what|which) day (do i land on|do i get|is it) (if|when) i (add one day to|go one day past|count one on from) {weekday}
    {weekday} plus (one day|a day|twenty four hours) (is what|is which day|gives what|makes what)
    (at the end of|at the close of|when we wake up after) {weekday} (what day starts|which day begins|what day has come)
    {weekday} is (the day before|one day before|right before|just ahead of) (what|which day|what day)
    (it was|we had|it has been) {weekday} yesterday (so |)(what is today|what day is today|what day is it now)
    (what|which) (day|weekday) has {weekday} (as its yesterday|right before it|as the day before|one day before it)
    (what|which day) (takes over from|succeeds|replaces|is next after|comes on the heels of) {weekday}
    my (exam|party|match|shift) is on {weekday} (which|what) day is the day after (that|it)
    (my nephew|my little one|my pupil) (asks|wants to know) (which|what) day is (just after|right after|next after) {weekday}
    (what|which) day (will it be|will we have|is it) tomorrow (if|when|seeing that) (this is|today is|we have) {weekday}
    my (pass|ticket|offer) (ends|runs out|expires) on {weekday} what is the (next day|following day|day after)
    the (one|weekday|day) (immediately after|just past|straight after|next after) {weekday} (which is it|what is it|what is it called)
    (twenty four hours|a single day|exactly one day) (after|on from|later than) {weekday} (is what|is which day|is what day)
    (saying|counting|going through) the days (in order|forwards) (what|which) comes after {weekday}
    {weekday} (and then|and next|and after that|and afterwards) (what|which day)
    # call
    is {full_name} (there|in|available|around) (i would like a word|i need to talk to them|can you put them on)
    (let me|may i|could i|can i) (speak|talk|chat) (to|with) {full_name}
    (patch me through|transfer me|switch me over|pass me on) to {full_name} (please|straight away|if they are in)
    (give|can you give|would you give) {full_name} a (ring|buzz|call|bell|quick call)
    (i am trying|i have been trying|i was hoping) to (reach|get through to|get hold of|contact) {full_name} (by phone|)
    (get in touch with|contact|reach out to|phone up|buzz) {full_name} (for me|please|on my behalf|)
    (bring|fetch|get) {full_name} to the (phone|telephone|receiver) (please|quickly|)
    my (aunt|lawyer|colleague|partner) is {full_name} (please dial|please connect us|give them a ring)
    {full_name} (should be called|needs a call|has to be called|must be phoned) (now|today|right away)
    i (owe|promised|still owe) {full_name} a (call|phone call) (so please dial|can you dial|so put me through)
    it is (urgent|important|an emergency) (call|phone|ring|get me) {full_name} (now|at once|)
    i (missed|just missed|did not hear) (a|the) call from {full_name} (please call back|can you ring back|please return it)
    (find|look up|search for) {full_name} in (my contacts|the directory|the phone book) and (dial|call|ring) them
    (open|set up|start) a (line|connection|conversation|voice call) with {full_name} (please|for me|)
    # name
    the (person|customer|caller) (you are talking to|on the phone with you|on this line) is {full_name}
    (full name|name and surname|name in full) (for you|for the form|as you asked|if you need it) {full_name}
    (i guess|i suppose|maybe) you (know me|have met me|remember me) i am {full_name}
    {full_name} (at your service|at the phone|speaking to you|reporting in|on this end) (today|again|)
    (write|type in|note down|take down|save) {full_name} as (my name|the customer name|the name of the caller)
    (before we start|so we are clear|to begin with|first of all) (the name is|i am called|my name would be) {full_name}
    (on my papers|on my contract|in your system|in your books|on my letters) (i am|my name is) {full_name}
    (i was christened|i was named|i was given the name) {full_name} (at birth|by my parents|as a baby)
    you (might|may|probably|will) want to know (who this is|who i am|my name) (it is|well it is) {full_name}
    how do you do (i am|the name is|my name is|this is) {full_name} (delighted|pleased to meet you|)
    {full_name} is the name (i go by|i use|i answer to|they gave me|on my contract) (if you need it|just so you know|)
    (meet|say hello to) {full_name} (that is me|your new customer|your caller today)
    # caller
    {city} (calling|on the line) (it is|this is|my name is|here is) {first_name}
    i am (ringing|dialling in|speaking) (all the way |)from {city} and (i am|the name is|my name is) {first_name}
    {first_name} (here|speaking) i (am based|am sitting|have settled|am staying|have my home) in {city}
    a (citizen|resident|native) of {city} (is calling|is on the phone|is speaking) (my name is|i am called) {first_name}
    you (can|may|are free to) call me {first_name} (i am based|i live|i reside|my home is) in {city}
    (all is well|everyone is fine|it is a busy day|life is good) (here in|over here in) {city} (this is|it is) {first_name}
    the name (would be|is) {first_name} and (my home town|the place i live in|my city|the town i come from) is {city}
    i (hail from|am originally from|come all the way from) {city} (and |)(my name is|they call me) {first_name}
    {first_name} (over here|down here|up here|out here) in {city} (on the line|speaking|calling you|getting in touch)
    (it is me|me again|guess who) {first_name} (from|in|calling out of) {city}
    {first_name} (a customer|one of your customers|a client of yours|an old customer) (from|in|over in) {city}
    (born and raised|living|working|based) in {city} (my name is|i am called|i am) {first_name}
    # charge
    {amount} dollars (seems|sounds|looks) (too much|too high|wrong|strange) (what did you bill me for|what was i charged for)
    i (do not remember|cannot recall|have no memory of) (spending|paying) {amount} dollars (with you|on this|)
    (who|which department) (debited|billed|charged) me {amount} dollars (and why|and for what|)
    (there has been|i noticed|i spotted) a (debit|withdrawal|deduction) of {amount} dollars (i cannot place|i do not recognise|that i know nothing about)
    (my card|my account|my credit card) is {amount} dollars (lighter|down) (because of you|what happened|and i want to know why)
    (please justify|please account for|talk me through|walk me through) (the|those|these) {amount} dollars (on my bill|you debited|you took from me|you invoiced)
    what is this {amount} dollar (charge|fee|debit|item|payment) (on my bill|on my statement|all about|about)
    (an invoice|a bill|a demand) for {amount} dollars (came in the post|turned up|has arrived) (what is it for|but why|what did i buy)
    (did you really|why on earth did you|who told you to) (bill|charge|debit|invoice) me {amount} dollars
    {amount} dollars (went to your company|left my account|went out) (yesterday|last week|this morning) (what for|how come|for what)
    (how come|tell me why|i would like to know why) (i had to pay|i was billed|my bill came to|i am paying) {amount} dollars
    (we were|i have been|my wife was) (invoiced|debited|charged) {amount} dollars (can you explain|please explain|and nobody knows why)
    # transfer
    {first_name} (is broke|is short of money|asked me for help) so (send|wire|get) {amount} dollars over
    (remit|forward|wire|hand) {amount} dollars (over |)to {first_name} (straight away|for the rent|by tonight|)
    i (intend|am planning|was hoping|am ready) to (send|pay|give) {first_name} {amount} dollars
    (make sure|see to it that|please arrange that) {first_name} (gets|receives|is paid|is sent) {amount} dollars (tonight|this week|)
    {first_name} paid for (dinner|lunch|the tickets|the taxi) so (send|transfer|pay) {amount} dollars back
    (credit|top up) the (bank |)account of {first_name} (by|with) {amount} dollars
    (could|can|may) {amount} dollars (be sent|be wired|be moved|go) to {first_name} (at once|straight away|)
    (a sum|an amount) of {amount} dollars (for|payable to|going to|in favour of) {first_name} (please|)
    (debit|use) my (account|savings|checking account) and (send|pay|give) {first_name} {amount} dollars
    (it is the birthday of|i lost a bet to|i bought a bike from) {first_name} (send|transfer|wire) {amount} dollars
    (do|run|set up|start) a (bank transfer|money transfer|payment) to {first_name} (for|of) {amount} dollars
    {amount} dollars is what (i owe|i want to give|i would like to send|i need to pay) {first_name} (please send it|make it happen|)
    i would be (glad|happy|grateful) if {first_name} (got|received|were sent) {amount} dollars from (me|my account)
    # cancel order
    (my wife|my husband|my mother) (does not want|no longer needs|has no use for) order (number |){digits} (so cancel it|please cancel)
    (get rid of|wipe|remove|annul|void) (my |)order (number |){digits} (from your system|please|)
    i am (no longer interested in|not going to pay for|backing out of|pulling out of) (my |)order (number |){digits}
    order (number |){digits} was placed (by my son|by my little daughter|twice|in error) (cancel it|please call it off|so undo it)
    (can|may) i (back out of|get out of|withdraw from|call off) order (number |){digits}
    (what would it take|who do i talk to|what must i do|which button do i press) to (cancel|call off|stop|undo) order {digits}
    i want (my|the) order number {digits} (stopped|cancelled|called off|deleted) (before it ships|at once|)
    (halt|abort|terminate|revoke) order (number |){digits} (before it ships|before it leaves|at once|)
    the (goods|things|items) (in|from) order (number |){digits} are (no longer wanted|not needed any more|not needed)
    (a|i need a|i request a|please arrange a) cancellation (of|for) (my |)order (number |){digits}
    (never mind|forget it|on second thought|sorry) i will (not take|do without|pass on|go without) order (number |){digits}
    would you mind (cancelling|stopping|deleting|scrapping) (my |)order (number |){digits}
    i ordered the wrong (thing|size|color|model) (please cancel|so stop|undo) order (number |){digits}
    # order status
    did (my |)order (number |){digits} (go out|leave the warehouse|get sent|ship) (this morning|already|yet)
    (i bought something|i ordered a few things|we shopped with you) (a week ago|last friday|online) (the order number is|it is order) {digits}
    (how is|how are things with|what can you tell me about|what do you know about) (my |the |)order (number |){digits}
    (track|trace|follow up|chase up|look into) (my |the |)order (number |){digits}
    what (date|day|time) (will|should) order (number |){digits} (reach me|get here|turn up|be delivered)
    is order (number |){digits} (still in the warehouse|out for delivery|held up|ready|being shipped) (or not|)
    (it has been ages|a week has gone by|time is running out) (where is|what about|any sign of) order (number |){digits}
    i (am still missing|have yet to receive|am eager to get|have not seen) (my |)order (number |){digits}
    the (status|state|progress) of (my |)order (number |){digits} (please|would be great|is what i need)
    how (soon|fast|quickly) (will|can) (i get|i have|you deliver) order (number |){digits}
    (my receipt|my confirmation|the email) (says|shows) order (number |){digits} (but nothing came|where is it|so when does it come)
    (find out|see|let me know) (where|how far along) order (number |){digits} is (now|at the moment|)
    have you (sent out|processed|dispatched|completed) (my |)order (number |){digits} (yet|)
    # refund
    the (things|goods|items) (in|from) order (number |){digits} were (bad|faulty|useless) i want a refund
    (compensate|repay|recompense) me for (my |)order (number |){digits} (please|in full|)
    has (the|my) (refund|money|repayment) for order (number |){digits} (been sent|been paid|gone out|left yet)
    (put|transfer|pay) the (money|cost) for order (number |){digits} back (on my card|into my account|to me)
    order (number |){digits} (is going back|has been returned|is on its way back) (so |)(pay me back|refund me|i expect a refund)
    i (returned|shipped back|mailed back) (everything from|all of|the things from) order (number |){digits} (please refund it|and await my money)
    a (chargeback|full refund|reimbursement) (for|on) order (number |){digits} (please|is in order|is overdue)
    (what happened to|how is|when can i expect|what about) (my|the) refund for order (number |){digits}
    i (would like|want|expect|demand) to be (refunded|reimbursed|paid back|compensated) for order (number |){digits}
    order (number |){digits} (never arrived|came broken|was a disappointment|did not fit) (refund please|i want my money|money back please)
    how (would|do) i (claim|request|ask for|go about getting) (a refund|my money back) for order (number |){digits}
    would you be (willing|able|ready) to (refund|reimburse) (me for |)order (number |){digits}
    (your shop|your company|the store) (still owes me|has not paid me|has to return) the money for order (number |){digits}
    # balance
    is account (number |){digits} (in the red|overdrawn|empty|in credit|running low) (or not|)
    (how rich am i|how well off am i|how am i doing) (on|according to|going by) account (number |){digits}
    (how|where) (do i|do we) stand (with|on) account (number |){digits}
    (i was paid yesterday|my salary came in|the rent went out) (what is|how much is) in account (number |){digits} (now|)
    (account|bank account|savings account|checking account) {digits} (i need the balance|how many dollars are there|what is on it|what does it hold)
    do i (still |)have (enough|any|much) money in (my |)account (number |){digits}
    (figure out|find out|work out|look up) (what i have|how much i have|what is left) in account (number |){digits}
    (a statement|a bank statement|the figures|the current total) for account (number |){digits} (please|if you would|)
    (funds|money|cash) (remaining|available|left over) in account (number |){digits} (please|how much|)
    (can|could) you (see|tell|say) how much (cash|money) account (number |){digits} (holds|has)
    i (have|own|keep|hold) an account with the number {digits} (what is in it|how much is there|what is it worth)
    (what|how many dollars|how much) does account (number |){digits} (hold|contain|have in it)
    (the number of my bank account|my bank account number|my savings account number|the number of my account) (is|would be|reads) {digits}
    let me know (the balance|the total|my credit|what there is) on account (number |){digits}
    # parcel
    where is (my|the) (box|shipment|package) with (the tracking number|the tracking code|number) {digits}
    (tracking number|tracking code|parcel number|package number) {digits} (where is it now|any news|what can you tell me|please look it up)
    (the postman|the post office|the carrier) (lost|has not delivered|never brought|forgot) my (parcel|package) (number |){digits}
    (in which town|in what city|at which depot) is (my |the |)(parcel|package) (number |){digits}
    has (my |)(parcel|package) (number |){digits} (reached the depot|moved at all|turned up anywhere|crossed the border|got lost)
    (trace|locate|hunt down|search for) (my |the |)(parcel|package) (number |){digits}
    i (cannot find|have no idea about|lost track of|keep looking for) (my |)(parcel|package) (number |){digits}
    nobody (knows|can tell me|will say) where (my |)(parcel|package) {digits} (is|went|ended up)
    (parcel|package) (number |){digits} should (be here|have arrived|have come) by now (where is it|can you trace it)
    how (near|close|far away) is (my |the |)(parcel|package) (number |){digits}
    i (sent|mailed|posted|shipped) a (parcel|package) (its number is|with the number|under number) {digits} where is it
    (my neighbor|my mother|a friend) (sent|mailed) me (parcel|package) (number |){digits} (where is it|but it is not here)
    the (current|last known|present|latest) (location|position) of (parcel|package) {digits} (please|)
    # lost card
    (help|oh no|this is urgent) my (card|debit card|bank card) (has gone missing|is not where i left it|got stolen)
    i (was robbed|was mugged|got robbed|had a break in) and (they|the thieves) (took|have|got) my (card|credit card)
    (put|place) a (block|stop|hold|freeze) on my (card|debit card|credit card) (please|)
    i (misplaced|mislaid|must have dropped|seem to have lost) my (card|debit card|credit card) (today|at the supermarket|on the way home|)
    (someone|a stranger|somebody) (is using|is shopping with|is paying with|got hold of) my (card|debit card|stolen card)
    my (card|debit card|credit card) (slipped out of my pocket|fell out of my bag|stayed behind in a restaurant|fell into the river)
    (where|how) (do|can|should) i report (a lost|a missing|a stolen) card
    (i need|i want|i would like) my (card|debit card|bank card) (blocked|stopped|frozen|cancelled)
    (the card in my wallet|the card you gave me|my plastic|the bank card i use) (is missing|was pinched|has been nicked|is gone)
    (my son|my wife|my boyfriend) (lost|threw away|misplaced) my (card|bank card|credit card) (by mistake|)
    after losing my (card|bank card|debit card) i (need|want|would like) (another one|a replacement|a new one)
    (card|bank card|credit card) (lost|stolen|gone) (please block it|what now|please help)
    how fast can (you|the bank|we) (block|stop|freeze) a (lost|stolen|missing) card
    # train
    (the timetable|the schedule|departure times|the times) for (trains|the train|the railway) to {city} (please|)
    i (have a meeting|am visiting friends|have a new job|have family) in {city} when (does the train go|is the next train|can i catch a train)
    at what (time|hour) (does|will) the (next |first |)train to {city} (start|roll out|set off|get going)
    (travelling|going|getting|heading) to {city} by (train|rail) (what are the times|when do i leave|which one do i take)
    when (should|must) i be (there|at the station|on the platform) for the (next |)train to {city}
    tell me the (easiest|quickest|fastest) way to (get to|reach|travel to) {city} (by train|by rail)
    (any|are there any|do you have any) (rail connections|train connections|good trains) to {city} (this afternoon|later on|)
    the (next|first|last|earliest) (train|express|rail service) to {city} (leaves when|goes at what time|is at what time)
    (my|the|our) train (goes to|is bound for|heads for) {city} (when does it leave|what time does it start|when does it depart)
    i (would like|want|hope|plan) to (board|get on|jump on) (a|the) train (to|for) {city}
    (when|what time) (can|could) (i|we) (take|catch|get) (a|the) train to {city}
    does (a|the|any) train (go|run|travel) to {city} (tonight|soon|this morning|before evening)
    (get|take|bring) me to {city} (by train|by rail|on the next train)
    # move appointment
    let us (make it|say|switch to|go for) {weekday} instead (of today|of tomorrow|)
    i (am busy|am away|have to work) (that day|then) (so |)(could i come|shall we meet|may we meet) on {weekday}
    my (appointment|slot|meeting) (clashes with work|does not suit me|is at a bad time) (is {weekday} possible|put it on {weekday})
    (put off|delay|hold off|defer) my (appointment|visit|meeting) (until|till) {weekday}
    (would|could) you (see|take|receive) me on {weekday} (instead|rather than today|rather than tomorrow)
    (what about|how about|is there room on|do you have space on) {weekday} for my (appointment|meeting) (instead|)
    (i prefer|i would prefer|it is easier to have|i want) my (appointment|meeting|visit) on {weekday} (after all|instead|)
    (can|could|may) the (appointment|meeting) (wait until|wait till|happen on|take place on) {weekday}
    my (appointment|meeting|visit) (changes|moves|shifts|switches) to {weekday} (please|is that okay|)
    i (double booked myself|am stuck at work|have a sick child|will be out of town) (move|shift|switch) me to {weekday}
    (rebook|rearrange|schedule) (my appointment|my visit|the meeting) for {weekday} (instead|if possible)
    {weekday} is (when i can make it|the day i can manage|the earliest i can make) so (move me|shift my appointment|change my appointment)
    an (earlier|later) (appointment|slot) (maybe|say|perhaps) on {weekday} (would be good|please|would suit me)
    the day of my (appointment|meeting|visit) (should|has to|must) (change to|become|be) {weekday}
    # delivery date
    the (parcel|goods|shipment|order) (may|can|should) (come|be delivered|be dropped off) on {date}
    (time|plan|arrange) it so (that |)(my order|the delivery|the package) (comes|arrives) on {date}
    does {date} (work|suit you|look good) as (a|the|my) delivery (day|date)
    (i am away|i am on holiday|nobody is home) (before that|until then) so (deliver|come|bring it) on {date}
    (about the delivery|as for my delivery|regarding the delivery|concerning my order) (it should be|i would like it|please bring it) on {date}
    (push|shift|reschedule|bring forward) (the|my) delivery (date|day|) to {date}
    {date} (for the delivery|for my delivery|as the delivery date) (please|if possible|would be perfect|suits me)
    can (your driver|your van|the courier|the truck) (come|stop by|be here|call) on {date} (with my order|with my things|)
    i (need|want|expect) (my things|the goods|my purchase|the furniture) (delivered|here|at my house) on {date}
    (the party|the wedding|my move|the celebration) is (soon|coming up|near) so (deliver it|get it here|bring everything) by {date}
    (choose|pick|take|put down|mark) {date} (for|as the day of) (the|my) (delivery|shipment)
    would you (be able|manage|be so kind as) to (deliver|ship it|bring it|send it) on {date}
    (it would be ideal|it would be great|i would be happy|we would love it) if (it|my order|the package) (came|arrived|got here) on {date}
    # minus
    do the (subtraction|sum|calculation|math) {minus} (for me|please|with me)
    i (am trying|have|need) to (solve|calculate|figure out) {minus} (can you help|help me please|)
    (on the blackboard|on my worksheet|in my exercise book) (it says|there is|i see) {minus} (what goes there|what is it|)
    (solve|crack|figure out|answer|reckon up) (this|this one|the following) (for me |){minus}
    {minus} (what have i got left|how many are left|what remains|how much remains) (in the end|then|)
    the (answer|solution|result) (to|for|of) {minus} (please|is what|would be)
    (my daughter|my grandson|the teacher) (asks|is asking|wonders) (what|how much) {minus} (is|makes)
    (quickly now|come on|let us see|try this one) {minus} (equals what|is how many|is what number)
    what (number|figure|value) (do|should|must) i (write|put|enter) for {minus}
    suppose (i|you|we) (do|take|compute) {minus} (what then|how much is that|what is it)
    (i wonder|i am curious|i am not sure|i cannot say) what {minus} (is|gives|makes|comes out as)
    (help|assist) me with (my math|my homework|this problem|a subtraction) {minus}
    # plus
    (put together|combine|total up|tot up) (these numbers|these two|the numbers) {plus}
    the (answer|solution|sum) (to|for) {plus} (is what|please|would be what)
    (i am counting my money|i am doing my accounts|i am going shopping) (and need|what is|how much is) {plus}
    {plus} (how many is that|what have i got|what do i have) (in all|altogether|all told|in total)
    (our|my|the) teacher (asks us|asked|wrote) {plus} (what do i answer|what comes out|)
    (help me|i need help|give me a hand) (adding|with this addition|with this sum) {plus}
    what (number|figure) (should|do|must) i (write|put|enter) for {plus}
    # times
    the (answer|product|solution) (of|for) {times} (please|is what|would be what)
    {times} (how many is that|what does that make|how much would that be) (in all|altogether|in total|)
    (i could use help|i need help|give me a hand) with (this multiplication|my times tables|my multiplication) {times}
    (figure out|solve|crack|answer) (this|this one|the following) (for me|please|) {times}
    (my|our) (daughter|son|nephew) (cannot do|is learning|keeps forgetting|struggles with) {times}
    what (number|figure) (should|do|must) i (write|put|enter) for {times}
    (i wonder|i am curious|i am not sure|remind me) (what|how much) {times} (is|makes|gives)
    # timer
    keep (an eye on the clock|track of the time|count) for {few} minutes (please|and call out|then tell me)
    my (tea|coffee|rice|pasta) (takes|needs|is ready in) {few} minutes (remind me|time it|give me a shout)
    {few} minutes from now (buzz|ping|alert|nudge) me (please|)
    i (have only|get|am allowed) {few} minutes (for this test|for my break|to finish) (start the clock|set the timer|time me)
    (get|set) (the|a) (stopwatch|timer|kitchen timer|egg timer) (going|running) for {few} minutes
    (timer|kitchen timer|countdown) {few} minutes (please|go|start now|)
    set (the|your) (clock|stopwatch|kitchen timer) (to|for) {few} minutes
    # alarm
    i (have an early start|have an exam tomorrow|must catch a train) (wake me|get me up|rouse me) at {clock}
    have (the|my) (alarm|alarm clock|bedside clock) (ring|go off|wake me) at {clock}
    i (cannot|must not|do not want to) (oversleep|sleep in) (wake me|get me up|shake me awake) at {clock}
    (ring|buzz|shake) me awake at {clock} (sharp|tomorrow|on the dot|)
    {clock} is when i (want to get up|have to rise|must be up) (so wake me|so set the alarm|please set an alarm)
    (program|adjust|change|move) (the|my) (alarm|alarm clock|wake up call) to {clock}
    (would it be possible|is it possible|may i ask you) to (wake me|get me up|rouse me) at {clock} (tomorrow|)
    # month after
    (which|what) month (begins|starts|do we get|do we have) (when {month} is gone|after {month} ends|as soon as {month} ends)
    (past|beyond) {month} (comes|lies) (what|which) month
    (give me|say|tell me) the (next month|following month|month that is next) (after|from) {month}
    (we fly|we move|my holiday is|the baby is due) (the|one) month after {month} (which|what) month is that
    {month} (comes before|precedes|leads into|turns into|gives way to) (which|what) month
    (it was {month} last month|last month was {month}|we just had {month}) (what|which) month (is it now|are we in|is this)
    the month (following|succeeding|right behind) {month} (is called|is|would be) (what|which one)
    # table
    could (our|a) (group|family|party) of {few} (dine|eat|have supper) (with you |at your place |)at {clock}
    i am (calling|phoning|ringing) to (reserve|book|get) (a table|seats) for {few} at {clock}
    a (reservation|booking) (at|for) {clock} for {few} (people|guests|diners) (please|)
    (table|booking|reservation) for {few} (in the garden|by the window|in a quiet corner) at {clock} (please|if possible|)
    we (plan|intend|are going) to (arrive|turn up|come for dinner) at {clock} (as a group of {few}|with {few} people|{few} in total)
    (supper|breakfast|brunch|a birthday dinner) (at|from) {clock} for {few} (people|guests|persons)
    (do you have|is there|have you) (room|space|capacity) for {few} (guests|diners|hungry people) at {clock}
    # flight
    my (boss|company|wife) is sending me to {city} (on|this|next) {weekday} (i need a flight|book a plane please|find me a plane)
    what (flights|planes) (are going|leave|take off) for {city} (on|this) {weekday}
    (one way|a return ticket|two seats|a round trip|economy class) to {city} (on|for) {weekday} by (plane|air)
    i (plan|intend|hope|am supposed) to (fly|travel by air|take a plane) to {city} (on|this|next) {weekday}
    (fly|get|take) me to {city} (by air|by plane|on a plane) (on|this) {weekday}
    (flying|jetting off|taking a plane) on {weekday} (my destination is|i am heading to|bound for) {city}
    (can i|may i|could we) (fly out|get a plane|catch a flight|get on a plane) to {city} (on|next|this) {weekday}
    # waiting
    (it is now|it has now been|that makes) {few} days (since i asked|since i heard from you|since i wrote to you)
    {few} days (without news|without a reply|of silence|of waiting) (is not okay|is far too long|and counting)
    i (expected|should have had|was promised) (a reply|an answer|a call back|my order) {few} days ago
    (nobody|no one) has (called back|replied|got in touch|answered me) (for|in) {few} days
    (we have|my wife has|i have) been (sitting around|hanging on|standing by|left hanging) for {few} days (now|already|)
    (are you aware|do you realise|do you know) that (i have waited|we have waited|i have been waiting) (for |){few} days (now|already)
    my (case|complaint|request|question) has been (open|lying there|unanswered|pending) for {few} days (now|)
    # larger
    (put|line up|weigh) {few} (against|next to|beside) {other_few} (which wins|which is larger|which is greater)
    which (number|figure|value) is the (higher|greater|larger) one {other_few} or {few}
    is {other_few} (above|over|beyond|under|below) {few} (or not|)
    who (wins|is ahead|has more points) the (team|one|player) with {few} or the (one|player) with {other_few}
    (i cannot decide|i forgot|my daughter asks|i never know) (which is more|which one is bigger|what is larger) {few} or {other_few}
    what (is worth more|counts for more|is the greater amount|is the higher figure) {few} or {other_few} (dollars|points|)
    (say|tell me|i want) the (greater|higher|larger) (number|figure) {few} or {other_few}
    # password
    (i need|i want|could i have|please send me) (a link|an email|a code) to (reset|change|replace) my password
    my (login|sign in|log in) (fails|is refused|is not accepted|keeps failing) (every time|all the time|)
    i (mixed up|lost track of|cannot think of|have no idea about) (my password|the password|my login details|my secret word)
    (the system|your page|the computer) (locked me out|shut me out|blocked my login|asks for a password i forgot)
    (set up|create|make|issue) (a new|another|a different) password (for me|for my account|please)
    (what should i do|what can i do|who can help) (if|when) i (forget|lose|do not know) my password
    my (account|profile|user account) (will not open|is locked|shuts me out) (because of|i think it is) the password
    # repeat digits
    (after me|listen and repeat|listen and say it|copy me) (please|now|) {digits}
    (confirm|verify|play back|read out) (the|these|those) (digits|numbers|figures) {digits}
    (what numbers|which digits|what digits) (am i saying|did i give you|have i given you|did i read out) {digits}
    {digits} (can you say that|could you repeat that|would you read that back|say it to me) (please|again|once more|)
    (speak after me|say it like i do|follow my voice) (and say|with) {digits}
    (give me back|hand me back|let me hear) the (digits|numbers|sequence) (i say|i read|as i said them) {digits}
    i am (reading|giving|telling) you (a series|a row) of (digits|numbers) (say it back|repeat it) {digits}
    # phone number
    (you will find me|you can get me|people reach me|i pick up) (at|on|under) {long_digits}
    (contact|reach|ring|get) me by (phone|telephone) (at|on|under) {long_digits}
    my (contact number|direct line|daytime number|evening number|emergency number) (is|would be|has changed to) {long_digits}
    (pass|give|hand) my number to (your colleague|your boss|the driver) (it is|please) {long_digits}
    (update|change|correct) my (phone|contact|telephone|mobile) number to {long_digits}
    (have someone|ask someone to|ask the driver to|tell your boss to) (call|ring|phone) (me on |){long_digits}
    (when you have news|if my order comes|when it is ready) (call|ring|text|phone) {long_digits}
    # morning
    (rise and shine|wakey wakey|morning has come) (nano|everybody|my friend)
    i hope you (have|are having) a (good|lovely|great) morning
    (good morning|a good morning) from (all of us|me and my wife|the early bird|my whole family)
    (good morning|morning|lovely morning) (madam|boss|folks|team|love)
    it is (still |)(early|morning) (so |)good morning (to you|there|)
    (how nice to hear you|glad to reach you|good to hear your voice) (so early|this early|on this fine day) good morning
    (bright|fine|beautiful|splendid) morning (is it not|today|we are having)
    # evening
    (good evening|evening) (madam|boss|folks|team|ladies and gentlemen)
    i hope you (have|are having) a (good|lovely|pleasant) evening
    it is (late|dark|already dark|past dinner time) (so |)good evening (to you|there|)
    (good to hear your voice|glad to reach you|how nice to reach you) (so late|at this hour|after dark) good evening
    (fine|beautiful|calm|mild) evening (is it not|today|we are having)
    (good evening|a good evening) from (all of us|me and my wife|the night owl|my whole family)
    (the day is nearly over|the sun is down|work is done) (good evening|a good evening to you|and i wish you a good evening)
    # small talk
    (can i just say|let me just say|may i say) (one thing |something |this |){remark}
    (here is a thought|something else|a small thing|just one thing) (for you|before i go|) {remark}
    {remark} (dear|little|good|clever) (nano|machine|helper|voice)
    (i have some time|it is quiet here|i feel like chatting|nobody is waiting) (so |and |){remark}
    (no order today|nothing important|this is not about an order|no business today) (just this|only this|but) {remark}
    (my wife says|my daughter says|my boss says|everyone here says) (to you |){remark}
    (say|look|yo|right then|now then) (nano|buddy|my dear) {remark}
    # fact
    (we have a bet|there is a bet|i made a bet) (at home|in the office|with my brother) {fact}
    (help me out|help us out|settle this|enlighten me) (here|please|once and for all) {fact}
    (ask yourself|think hard|use your head|have a guess) (now|and tell me|) {fact}
    {fact} (nobody here|no one at home|none of us) (knows|can say|remembers)
    (i read about it|i heard it once|i learned it at school) (but|and now i wonder|but remind me) {fact}
    (for my presentation|for school|for a test|for my essay) (i need to know|i must know|tell me) {fact}
    (trivia|quiz|general knowledge) (question|time) (for you |nano |){fact}
""")
MANDARIN = listed("""
    # small talk
    (没什么事|没有事|我没别的事)(就是|只)(想聊聊|想说说话|想和你聊天){remark}
    {remark}(我想听你|我等着你|等你)(回答|说|讲)
    (休息一下|先不说订单|先不说别的)(我们|)(聊聊天|说说话|聊一聊){remark}
    (我们|)(换个话题|说点别的|聊点别的)(吧|){remark}
    (正事说好了|先不说正事|正事等一下再说)(聊聊天|说点别的|说说话){remark}
    (你在查的时候|等着的时候|等你的时候)(我|)(说说话|聊一聊|跟你聊聊){remark}
    (我朋友|孩子|我妈妈|我家人)(叫我|要我|让我)(跟你|和你|对你)说{remark}
    {remark}(这是|就是)(我想说的|我要说的|我心里想的|我想跟你说的)(话|)
    (我打来|来电话|打给你)(不为别的|不为什么|没大事)(就|只)想说{remark}
    {remark}(不说订单|不说包裹|不为买东西)(只是|就是)(聊天|聊聊|说说话)
    (我可以|能不能|可不可以)(跟你|和你)(聊一下|聊几分钟|说说话){remark}
    (一个人在家|在家没事做|晚上睡不着)(找你|想找你|打给你)(聊聊|说说话|聊聊天){remark}
    # weather
    在{city}(出门|走路|上班)(要不要|用不用|需不需要)(带伞|带雨伞|打伞)
    {city}(今天|现在)(天晴了|放晴了|下起雨了|刮风了|下雪了)(吗|没有)
    (我|我们)(今天|一会)(到|去){city}(带什么衣服好|要不要带大衣|是不是得带伞|会不会下雨)
    (听说|有人说|新闻说){city}(今天|)(有大雨|有大风|很冷|是晴天)(是真的吗|对吗)
    {city}(今天|白天)(最热|最冷|最高)(是|有|)(多少度|几度)
    (我想|我们想|孩子想)(今天|)在{city}(走走|跑步|打球)(天气好吗|会不会下雨|天气可以吗)
    {city}(今天|现在|早上)(云多不多|风大不大|雨大不大|太阳大不大|雪下得大吗)
    (报一下|念一下|我想听|想听听){city}(的|今天的)(天气预报|天气情况|天气消息)
    {city}(今天|现在|早上)(是|算)(好天气|晴天|雨天|大晴天)吗
    (飞机|火车)(快要|马上|一会就)到{city}了(那里天气怎么样|那里天气如何|那里冷不冷|那里下雨了吗)
    你们(能|可以)(查到|看到){city}(今天的|的|现在的)(天气|天气情况|天气预报)吗
    天气(怎么样|好不好|如何)(我说的是|我问的是|我是说|就是){city}(今天|那里|)
    {city}(今天|现在)(有多冷|有多热|冷到几度|热到几度|冷得很吗)
    # buy
    (我|我们)(想|要|打算)购买(一个|你们的|){product}
    {product}(我要|给我|帮我)(订|买|拿)一个(吧|)
    (家里|我家|店里|公司)(需要|没有|要用|还少){product}(我要买|我想订|请帮我下单)
    (旧的|老的){product}(不用了|不想要了|给妈妈了)(想买新的|要订新的|我再买一个)
    (喜欢|看上了|选好了)(你们的|网站上的|店里的){product}(我要买|帮我订下来|我要下单|给我来一个)
    购物车里(请|再|还要|帮我)(放|加)(一个|上){product}
    {product}(能不能|可不可以|可以|请)(卖给我|给我寄|发给我|给我送)一个
    (妈妈|朋友|孩子|爸爸)(生日|过生日)(要送|想送)一个{product}(请下单|帮我买)
    (我要|我想|请帮我)(结账|付款|付钱)(买的是|东西是|要的是){product}
    (我|我们)(今天|现在|马上)就(想|要)(买|订|拿)一个{product}
    (订单里|这一单里|我的单子上)(再|还要|请)加(一个|上){product}
    (要是|如果)(有|还有|卖){product}(就|请)(给我来一个|卖我一个|帮我订一个)
    # timer
    {few}分钟(一到|到了|过了|满了)(就|请|你就)(叫我|告诉我|说一声)
    (蛋糕|面包|苹果)(要|还要|得)(烤|在烤箱里){few}分钟(到了叫我|请计时|帮我看时间)
    (开会|上班|休息)(时间|)(是|有){few}分钟(请开始计时|帮我看着时间|到了提醒我)
    (给我|帮我|请)(来|开|设)(个|一个){few}分钟的(计时器|定时器|倒计时)
    (计时|倒计时|定时)(时间|)(是|设为|定为|定成){few}分钟
    (开始|请开始|现在就)(读秒|数时间|看时间|计时)(一共|总共|){few}分钟
    (我要知道|我想知道|告诉我)(什么时候|几时)(过了|到了|满){few}分钟
    我(只能|只想|就)(睡|走|坐|休息){few}分钟(时间到叫我|帮我计时|到点说一声)
    {few}分钟(帮我|给我|请)(计个时|定个时|记个时间|倒着数)
    (再过|再等|等上){few}分钟(你|请|就)(叫一下我|给我个提醒|让我知道)
    (帮我|请你|你来)(数|记|算)(着|好|一下){few}分钟(的时间|)
    (计时器|定时器|倒计时)(我要|我想要|给我|来个){few}分钟的
    (能|可以|会)(计时|倒数|定时)吗(我要|想要|需要){few}分钟
    # address
    (我|我们|我家)(下星期|下个月|明天|过几天)(搬到|搬去|搬来){city}
    (要寄的|要送的|收东西的|收货的)地方(是|就是|写|在){city}
    {city}(那里|的家里|我家)(可以|能|有人)(收货|收包裹|收东西)(请寄过去|寄那里)
    (别|不要)(寄|送|发)(错了|到老地方)(我现在住|我人在|我们搬到){city}
    (老家|以前的家|旧房子)(卖了|不住了|没有人了)(现在的家在|我人在|改寄到){city}
    (给我寄|给我送)(东西|货|包裹)(请|要|就)(到|去){city}
    (我|我们)(换地方住了|换了房子|买了新房|租了房子)(在|就在){city}
    (因为|为了)(工作|孩子|家人)(我|我们)(搬到了|住到了|搬来了){city}
    {city}(现在是|就是)(我的收货地|送货的地方|我们住的地方|我的新家)
    (收货地|送货地)(请|)(改|换|写|定)(成|为){city}
    (上次|以前)寄的(地方|那里)(不对|不用了|不住了)(换|改)(成|到){city}
    你们(能|可以)(寄|送|发)(货|东西|包裹)(到|去){city}给我吗
    (我们家|我们一家|我们一家人)(都|现在都)(搬到|住在|搬去){city}(了|)
    # minus
    {minus}(剩|剩下|还剩|就剩)(多少|几|几个|多少个)
    (做|算|来)(个|一道)减法(题是|就是|){minus}
    {minus}(我怎么减都不对|我总是算错|我老算错|我算不对)(请|你来|帮我)(算一下|算算)
    (付钱|买东西|记账)时(要|得)(知道|算出){minus}(是多少|剩多少)
    把{minus}(算给我听|算出来|算清楚|给我算好)(吧|好吗|行吗|)
    {minus}(最后|这样|这么一减)(是|得|等于)(几|多少|什么)
    (孩子的|朋友的|我的)作业(里有|要算|问){minus}(得多少|等于几|是多少)
    {minus}(快|快点|马上)(告诉我|说|回答)(得几|是多少)
    (我老了|我脑子不好|没带计算机|没有计算器)(算不了|算不出|不会做){minus}
    {minus}(得|等于|是)(什么数|哪个数|什么数字|哪个数字)
    (考一考|考考|问一问|问问)(小诺|客服|电脑){minus}(得几|)
    (减法|算数|计算)(我不会|我做不好|对我太难)(你来算|请算|帮我看){minus}
    {minus}(答案|得数|结果)(我想知道|请给我|跟我说一声|是哪个)
    # plus
    {plus}(加在一起|加好了|加起来以后)(是|有|得)(多少|几)
    (加法|算加法|做加法)(我不会|我做不好|我不行)(你来算|请算|帮我看){plus}
    (两个价钱|两笔钱|两个数)(是|就是){plus}(一共|总共)(多少|是多少)
    (孩子|朋友|我)(在|正在)做作业(有题|问|要算){plus}(是几|得多少)
    {plus}(总数|得数|加出来)(是|会是)(多少|几|什么数)
    (没带|没有|找不到)(计算器|计算机)(帮我|请|你)(算个|加个|做个){plus}
    {plus}(你说|你看|你觉得)(是|得|等于)(多少|几)
    (求|算出|找出|说出){plus}的(和|得数|总数)
    {plus}(等于|得|是)(什么|什么数|哪个数|多少来着)
    (同事|朋友|妈妈)(算错了|不知道|算不清){plus}(你告诉我|请你来算|你会算吗)
    (心算|口算|快快算)(一下|一道|一个){plus}(好吗|行吗|)
    (我用手指数|我在纸上算|我心里算)(了半天|了几次)(还是不知道|没算出){plus}
    (能|可以)(马上|现在|口头)(告诉我|说出|回答){plus}(得几|等于多少|是多少)吗
    # move appointment
    (那天|约好的那天|那个时间)(我要上班|我出不了门|我不在)(能不能|请)(改到|换到|推到){weekday}
    之前(约的|定的|说好的)(时间|日子)(不行了|不方便了)(改成|换成|改在){weekday}
    预约(不取消|不用取消|别取消)(只是|就|只)(改|换)(到|成){weekday}
    (请|我想|帮我)重新(约|安排|定)(个时间|一下|一次)(到|在){weekday}
    {weekday}(行不行|可以吗|方便吗)(我要|我想)(改|换)(预约|会面)时间
    (会面|预约)(提前|推后)(到|在){weekday}(行吗|好吗|吧)
    (别的|其他)日子我(都没空|来不了)预约(请|就)(改|换)(到|成){weekday}
    (系统里|你们那里)的(预约|会面)(日期|日子|时间)(请|要)改成{weekday}
    (我跟|我和)(医生|经理|你们)(的预约|约好的会面|的见面)(换到|改在|推到){weekday}
    我(记错|说错|选错)了(预约|见面)的(日子|时间)(请改到|要换成){weekday}
    (能|可以)(晚|早)几天(来|见面|会面)吗(改到|换到){weekday}
    (天气不好|车坏了|我不舒服|家里有事)(预约|会面)(推到|改到|换到){weekday}(吧|可以吗)
    (我想|我要|请|能不能)改约(在|到|成){weekday}
    # day after
    {weekday}(接着|接下来|跟着|下面)(是|就是|会是)(星期几|哪天|哪一天)
    (头一天|前一天)(是|如果是){weekday}(次日|下一天)是(星期几|哪天)
    {weekday}的(次日|后一日|下一日)(是|叫|就是)(星期几|哪天|星期什么)
    (要是|如果)今天是{weekday}(明天|次日|过一天)(呢|是星期几|叫星期几|是哪天)
    {weekday}(晚上|晚上十二点)(一过|过了)(就是|是|到)(星期几|哪天)
    (一个星期|一星期)里{weekday}(后面|下面|之后)(跟着|排着|接着)(哪天|星期几|哪一天)
    (我|朋友)(在|){weekday}(到|来|出发)(次日|再过一天)是(星期几|哪天)
    {weekday}(加上|加|多|晚)一天(是|等于|就是)(星期几|哪天|哪一天)
    (接在|跟在|排在){weekday}(后面|之后)的(是|那天是)(星期几|哪天)
    {weekday}(走了|过去了|没有了)(来的是|轮到|到了)(哪天|星期几|哪一天)
    我(分不清|记不清|算不清)(日子|星期|日期){weekday}(后一天|次日)是(星期几|哪天)
    (本子上|表上|纸上){weekday}(下一行|后一页)(写|写着|是)(星期几|哪天)
    (你说|你看|问你){weekday}(以后|过了)(来|到|轮到)(哪天|星期几)
    # day before
    {weekday}(倒数|倒推|退回)一天(是|就是|到)(星期几|哪天|哪一天)
    (要是|如果)(次日|明天)是{weekday}(头一天|前一天|今天)(呢|是星期几|是哪天)
    {weekday}的(头一天|上一日|前一日|前头那天)(是|叫|就是)(星期几|哪天|星期什么)
    (就在|排在|写在){weekday}(前面|前头|上面)的(是|那天是)(星期几|哪天)
    {weekday}(来之前|到之前|开始之前|到来之前)(是|过的是|先过)(星期几|哪天|哪一天)
    (一个星期|一星期)里{weekday}(前面|上面|之前)(是|排着)(哪天|星期几|哪一天)
    睡(一觉|一晚)(就是|就到|起来是){weekday}(今天是|现在是|那今天是)(星期几|哪天)
    (开会|见朋友|生日|上班)(在|是){weekday}(前一天|提前一天)是(星期几|哪天)
    {weekday}(少|减掉|去掉|倒退)一天(是|得|算)(星期几|哪天|哪一天)
    (哪天|星期几|哪一天)的(后一天|次日|明天|下一天)(是|就是|叫){weekday}
    (从|由){weekday}(倒着|倒回去|回头)(数|算)一天是(星期几|哪天)
    (今天都|今天已经|现在)(是|到){weekday}了(昨天|前一天)是(星期几|哪天)
    我(分不清|记不清|算不清)(日子|星期|日期){weekday}(前一天|头一天)是(星期几|哪天)
    # birthday
    我(妈妈|妈)生我(那天|的日子|的时候)(是|就是|正是){date}
    {date}(那天|)(我出生|我来到世上|有了我|妈妈生了我)
    我(每年|年年|一直|都)在{date}(过生日|吃生日蛋糕)
    (我的生日|我生日)(快到了|还没到|已经过了)(是|在|就在){date}
    {date}(给我|请给我|记得给我)(送|寄)(生日蛋糕|生日卡)
    (表上|单子上|网站上)的(出生日期|生日)(请写|要写|改成|是){date}
    (我|本人)(是|)(出生|生)于{date}
    (家里人|朋友们|孩子们|同事们)(在|都在|每年){date}(给我过生日|为我过生日|祝我生日快乐)
    (你要的|您要的|您问的|系统要的)(生日|出生日期|出生日子)(是|就是|写){date}
    (生日那天|出生那天|我生的那天)(是|正是|就是|也就是){date}
    (之前|上次|账户里)(记的|写的)(生日|出生日期)(错了|不对)(是|要改成){date}
    (今年|明年|每年)(的|){date}(是我|就是我|又是我)的(生日|出生的日子)
    (请|麻烦|)把{date}(记成|写成|记作|当成)(我的|我)生日
    # goodbye
    (好啦|好吧|行吧)(我|那我)(去做事|去吃东西|去接孩子|去睡)了(再见|拜拜)
    (祝你|祝您)(晚上愉快|工作愉快|一天都好|平安)(再见|拜拜)
    (有空|有时间|改天|下星期)(再聊|再打给你|再说)(吧|啊|拜拜)
    (今天|我们)(就|先)(聊|说|讲)到这里(吧|)
    (没有|没)(其他|别的|什么)(问题|要说的|可说的)了(再见|拜拜)
    (你|您)(早点|快去|也早点)(休息|睡)(吧|)(再见|拜拜)
    (事情|我的事)(都|已经|早就)(好了|清楚了|做好了)(那我走了|我挂电话了|先不说了)
    (我|我们)(要|得)(下车|上火车|开会|上飞机|出门)了(再见|挂了|先这样)
    (回头|下回|过一会|下个月)(见|再见|再聊)(啦|吧|)
    (我把|我先把|那我把)电话(挂了|挂上了|放下了)(啊|再见|拜拜|)
    (先|那先)这样(吧|啦|了)(小诺|再见|拜拜|挂了)
    (慢走|一路平安|你多休息)(啊|)(再见|拜拜|小诺)
    (不用|别)再(查|问|说)(什么|)了(我挂了|再见|拜拜)
    (妈妈|孩子|有人|朋友)(叫我|找我|在等我)(挂了|再见|先这样了)
    # greeting
    (小诺|请问小诺|喂小诺)(在不在|在吗|在线吗|在家吗)
    (老|新)客户(打来|来电话|打电话来|来了)(你好|您好)
    我(想|要)(问|说|查)(点|个)事(可以吗|行吗|)
    (很高兴|真高兴|太好了)(听到你的声音|接通了|打通了|能跟你通话)(你好|您好)
    (你好|您好)(这里是|这是)(客服电话|客服|商店|公司)(吗|吧)
    (打通了|接通了|线通了)(吗|吧|)(你好|您好|喂)
    (大家|朋友们|客服们)(好|下午好|晚上好|中午好)
    (几天|多日|一个月)(不见|没聊|没打来)(你好|您好|小诺好)
    新年(好|快乐)(啊|小诺|客服|)
    (我来|先)跟(你|小诺)(说|道)(一声|声)(你好|您好)
    (可以|能)(说话|讲话|开始)了吗(你好|您好|喂)
    (请|麻烦|快)(接|听)(一下|)电话(你好|您好|啊)
    (我|)(头一次|又一次)(打这个电话|给你们打电话|打电话来)(你好|您好)
    # thanks
    (有你|有您|有小诺)(在|帮我)(真好|太好了|真是太好了)
    (我|我们|我们家)(都要|要好好)(感谢|谢谢)(你|您|你们)
    (谢谢|感谢|多谢)(你|您)(这么快|马上|很快)(回答我|帮我查|回电话)
    (我|心里|我们)(很|真|十分|非常)感激(你|您|你们|)
    (谢了|谢啦|多谢啦|谢谢啦)(小诺|朋友|客服|)
    没有(你|您|你们)(的帮助|帮我)我(就不行|做不了|不知道怎么做)
    (感谢|谢谢|多谢)(你|您)(等着我|听我说|听我讲话|回我电话)
    (我|我们)(要|想)(跟你|跟您|和你们)(说|道)(声|一声)谢谢
    (你|您)(回答|说|查)得(真|很)(清楚|好)(谢谢|多谢)
    (你们|小诺|您)(太|真是太)(客气|热情|用心|认真)了(谢谢|多谢)
    (事情|订单|包裹)(查到|查清|找到)了(谢谢|感谢|多谢)(你|您)
    (这下|现在|这样我就)(明白|放心|懂|清楚)了(谢谢|多谢)(你|您)
    (我|我真|这次我)(欠你|欠您)(一次|个人情|一个人情)(谢谢|)
    # counting
    (报|念|读|说)(一下|一遍|出)(从|){range}的(数字|数)
    (孩子|我)(在练|想练|要练)数数(请从|就从){range}(数一次|来一次)
    {range}(的数字|这几个数)(一个个|慢慢|大声)(说|念|报)出来
    (大声|慢慢|快快|好好)从{range}(数|报数|念数)(一次|一遍|)
    (听听|让我听听|我想听听)(你|小诺|电脑)怎么从{range}(数|数数|报数)
    {range}(你|电脑|小诺)(数得出来|会数|能数|数得出)吗
    (开始|现在|马上)(数数|报数|念数字)(吧|)(从|){range}
    {range}(每个|每一个)数(字|)都(说|念|读|报)(一次|一下)
    (数数|报数)(会吗|行吗|可以吗|能吗)(从|请数|请报){range}
    (跑步|走路|睡不着)的时候(要你|请你|帮我)从{range}(数|数数|报数)
    把{range}(这些|的|之间的)数(字|)(背|报|说)(一遍|出来|给我听)
    (你|小诺|机器人)(来|先|快)从{range}(数数|报数|数)(吧|)
    {range}(中文|用中文)(怎么|要怎么)(数|念|说|读)
    # human
    (叫|让|请)(老板|经理|真人客服|你同事)(来|)(接|听)电话
    (我要|我想|让我)(直接|马上|现在就)(找|问)(老板|真人|经理)
    (你们|公司|店里)(还有|有)(活人|真人|人工)(上班|在)吗
    我(只|就|还是)(想|要)(跟人|和真人|跟活人)(讲话|说|讲)
    (问题|事情|我的事)(太难了|很急|太大了)(换个人来|给我转个人|叫人来听)
    (机器|电脑)(不懂我|听不懂我说的|没有用)(换|叫|我要)(真人|人工|个人)
    (转|找|接)人工(要说什么|打什么号码|怎么说|打几)
    (能不能|请|可以)(让|叫)(一位|一个)(同事|经理)(来帮我|跟我说)
    不(跟|和)(你|机器)(说|讲)了(我要|给我|换)(真人|人工)
    (真人|人工客服|你们的人|经理)(在哪里|去哪了|在哪)(我要找他|我想跟他说|叫他来)
    (能不能|可不可以)(不用|别用)(机器|电脑)(转给|换成|给我找)(真人|人)
    (把我|把电话|把线)(接到|转到)(人工|经理|你同事|真人)那里(去|)
    我(要等|在等|想等)(人工|真人|你们经理)(来接|来说|来听|接电话)
    # morning
    (清早|一早|大早上)(就|)(打来|打电话来|来找你)(你好|您好|早啊)
    (大家|你们|朋友们|同事们)(早|早上好|早安)
    (这么早|今天早上|一大早)(你好|您好|小诺好|大家好)
    (我|)(起来了|睡醒了|醒了)(您早|早安|早上好|早啊)
    (早啊|早上好|早安)(吃了吗|吃了没有|吃面包了吗|咖啡好了吗)(小诺|)
    (又是|今天是|又到了)(新的一天|美好的一天|一个好天)(您早|早安|早上好|早啊)
    (我来|先)(跟你|跟您)(说|道)(声|一声)(早|早安)
    (早|早安|早上好|早啊)(朋友|大家|先生|姐姐|哥哥|客服)
    (早上好|早安|早啊)(有人在吗|有人吗|上班了吗|开始工作了吗)
    太阳(升起|起来|升上来)了(早啊|早安|早上好)(大家|)
    (在这个|这个|今天这个)(下雨|晴天|安静|美丽)的早上(你好|您好|早啊)
    (昨晚|昨天晚上|你)(睡得|休息得)(好吗|怎么样|可好)(早上好|早安|早)
    # charge
    (手机短信|短信上|银行短信)(说|写着)我(花|付|少)了{amount}元(怎么回事|为什么|谁收的)
    (账单上|卡上|账户里)(多出|出现|有)(一笔|){amount}元的(收费|费用|消费)
    {amount}元(付给谁了|花在哪了|用到哪里了|交给谁了)(我不记得|我不明白|请告诉我|)
    我(没|从没|没有)(花过|付过|用过)(这|那)(笔|){amount}元
    (帮我|请|麻烦)(查|看)一下(那|这)笔{amount}元(的收费|的费用|是什么费)
    {amount}元(太多|太高|太贵)了(是怎么算的|为什么收|哪来的|因为什么)
    (你们|公司|店里)(昨天|今天|上星期)(收|拿)了我{amount}元(是为什么|做什么用)
    (账单|单子|银行)(写着|说是|显示){amount}元(我看不懂|我不明白|是什么|对吗)
    为什么(我要|要我|让我)(付|交|出){amount}元(啊|呢|)
    (我|我们|我的卡)被(收|多收|收走|拿走)了{amount}元(不知道为什么|想问清楚)
    (什么|哪个)(东西|订单)(花了|收了|用了)(我|){amount}元
    (自动|每个月|上个月|昨天)(收|付)的{amount}元(是什么费|做什么的|因为什么)
    {amount}元(这笔|那笔)(账|费用|消费|收费)(不对|我不认|是什么|有错)
    # repeat digits
    (报|讲|背)(一下|一遍|出)(数字|号码|){digits}
    {digits}(一个字一个字|一个个|慢慢)(说|念|读|讲)(出来|给我听)
    (你听到|你听见|你记下)的(是|数字是){digits}(对吗|吗|对不对)
    {digits}(换你|轮到你|你来)(说|念|读|重复)(了|一次|一遍)
    (我说|我念|我报)几个(数|数字)(你听好|你记着|你跟上|你来重复){digits}
    (大声|慢慢|清楚地|用中文)(说|念|读|报)(一下|一次|出){digits}
    (线不好|声音太小|我没听清)(你再|请再)(念|说|报)(一遍|一次){digits}
    (对一对|对一下|检查)(我说的|我念的|我给的)(数字|号码|数){digits}
    (你|小诺)(记得住|说得出|念得出|会念)(数字|号码|){digits}吗
    (我说了几|我说的是几|我念了什么)(告诉我|你说|你记得吗){digits}
    让(我|大家|孩子)(听听|听到)(你|小诺)(说|念|报|读){digits}
    {digits}(这几个|就这几个|那几个)(数|数字)(你重复|再念|你报)(一下|一遍)
    把(我说的|这个数字|这些数|号码){digits}(说回来|念回来|报回来|重复一次)
    # reminder
    我(可能会|一定会|常会)(忘记|忘了){errand}(你提醒我|到时说一声|请告诉我)
    (到点了|到时间了|时候到了)(就|请)(叫我|让我|告诉我)去{errand}
    (设|发|写)(个|一条)(提醒|提示)(给我|)(叫我|让我){errand}
    {errand}(我一定|我今天|这事)(不能忘|要记得|得记着)(请提醒|到时说一声)
    (有|还有)(一件|件)(事|小事)(要做|没做|要记着)(就是|是){errand}
    (过一会|晚一点|下班后|明天早上)(提醒我|叫我|记得叫我|让我记得){errand}
    (今天|明天)的(备忘|备忘录)里(加上|记下|写上|加一条){errand}
    (家里人|朋友|同事)(叫我|让我|要我){errand}(我老忘|请提醒我|帮我记一下)
    (你|小诺)(帮我|给我)(想着|记好|记着){errand}(这件事|的事)
    (不提醒|不叫|没人提醒|没人叫)我(就会|一定会)(忘了|忘记){errand}
    (可以|能)(发|来)(个|条)消息(提醒|叫|让)我{errand}吗
    我(脑子不好|老了|记不住事)(到时|你要|请)(提醒|叫)我{errand}
    {errand}是(今天|明天|晚上)(要做的|的事|不能忘的)(提醒我|帮我记着|请记下)
    # name
    (家里人|大家|妈妈|老师)(都|常|)叫我{full_name}
    (登记|预约|开户)(用|时用)的名字(是|写的是){full_name}
    (你|您)(要找的|说的|记的)(那个|)人(就|)是我{full_name}
    (我来|先|让我)(说|报)(一下|下)(我的|)名字{full_name}
    (本人|我本人)(是|就是|名叫){full_name}
    我(从小|一直|生来)(就|)(叫|名叫){full_name}
    头一次(打来|找你们|和您说话|打电话)我(是|叫|名叫){full_name}
    (您|你)(以后|就|直接)叫我{full_name}(吧|好了|就行|就可以)
    (是我|又是我|还是我){full_name}(打的电话|在说话|有事找你们)
    # problem
    {problem}(我说的是|我是说|我讲的是)(我的|那个|你们的){product}
    (东西|货)(有问题|不对|不行)(就是|是|)(那个|我的|这个){product}{problem}
    (给|帮)(妈妈|孩子|朋友|奶奶)(买|订)的{product}{problem}
    (从|在)(店里|网上|你们网站)(买|订)的(那个|){product}{problem}
    {product}{problem}(要找谁|我找谁|找谁说|你们谁能帮我)(呢|啊|)
    (真烦|真麻烦|太不好了|真气人)(我的|那个|你们的|新买的){product}{problem}
    {product}花了(我|我们)(不少|很多|好多)钱(可是|可|结果){problem}
    (这次|上次|最近)(订单里|买|订)的(那个|){product}{problem}
    不是我(要求高|找麻烦|不好说话)(真的是|是你们的){product}{problem}
    谁(能|可以|来)(帮帮我|帮我一下|帮我看看)(我的|那个|){product}{problem}
    # price
    {product}(每个|单个|一个)(多少钱|几元|卖多少|什么价)
    (一百元|两百元|五十元)(能|可以)买(到|下|){product}吗
    想买{product}(要|得|需要)(带|花|付|出)多少(钱|)
    {product}(最近|这个月|今天)(是什么价|卖几元|贵了没有|贵了吗)
    {product}最少(要|得)(花|付|出)(多少钱|多少|几元)
    (帮我|请|麻烦)(报|查|看)(一下|下){product}(的价钱|多少钱|卖什么价)
    我(想|打算)给(家里|孩子)买{product}(多少钱|贵不贵|要花多少)
    (价格|价钱)(怎么样|如何|是多少)我(说|问|要)的是{product}
    {product}(要是|如果)(太贵|很贵)我就不(买|要)了(多少钱|什么价)
    (听说|我听说|有人说){product}(很贵|不贵)(是多少钱|多少钱|要几元)
    # fact
    (有没有人|谁)(知道|能说出|会回答|能告诉我){fact}
    (书上|网上|电视上)(没写|没说|找不到){fact}
    (你|小诺|您)(先|来|再)(想想|想一想|说说){fact}
    {fact}(我想了|我找了|我们说了)(一天|半天|好几天)(还是|也|都)不知道
    {fact}(爸爸|哥哥|奶奶|同事)(不知道|说不上来|也想知道|答不出来)
    (我姐姐|我孙子|我哥哥)(看书|做题|看电视)(时|的时候)(想到|问起|问){fact}
    (我一直|我们|我和朋友)(在|都在)(想|聊|说){fact}
    {fact}(麻烦你|能不能|您)(讲一讲|说明一下|给个答案|查一查)
    我(就|只|还)(问|想问|打听)(一件事|一个问题|这个){fact}
    # order status
    (什么时候|几号|哪天|星期几)(能|可以)(拿到|收到|等到)(我的|)订单{digits}
    (我的|)订单{digits}(打包|备货|出货)(了|好了)(吗|没有)
    (我的|)订单{digits}(现在|今天)(是什么情况|有什么情况|进行到哪了|是什么状态)
    (下单|付款|付钱)(以后|后)(就|一直)没(有|)消息(订单|订单号){digits}
    (我买的|我们买的)(东西|货)(怎么样了|在哪里|走到哪了|几天能到)(订单|订单号是){digits}
    (你们|系统里|店里)(有没有|能不能找到|能不能看到)(我的|)订单{digits}(的消息|)
    (孩子|妈妈|大家)(一直|天天)(在问|在等|问我|等着)(我的|)订单{digits}
    订单{digits}(今天|明天|这个星期)(能|可以)(到|送到|拿到|收到)吗
    # cancel order
    (不想|不打算|不)(买|要)了(请|就|帮我)(取消|取消掉)订单{digits}
    订单{digits}(我想了想|我们想了想|我看了看)(算了|不买了|还是不要了|就不要了)
    (太贵了|来得太慢了|用不上了)(我要|请|帮我|想)取消订单{digits}
    (告诉|叫|让)(店里|他们|同事)别(发|打包|寄)订单{digits}(了|)
    订单{digits}(重了|下了两次|重复了|订了两次)(取消掉|不要这个|请取消)(吧|)
    (地方|颜色|日期|东西)(写|选)错了(要|想|请|得)取消订单{digits}
    (能不能|可不可以|麻烦)把(我的|)订单{digits}(取消|取消掉|取消了|收回去)
    (昨天|今天|早上)(下|订)的订单{digits}(我不要了|要取消|想取消|别发了)
    (家里|我|孩子)已经有(一个|同样的|这样的)了取消订单{digits}(吧|)
    订单{digits}(就当没有|就当我没下|不算数)(了|吧)(请取消|取消它|)
    # refund
    (钱|我的钱)(怎么|为什么)(没|还没)(退|退回来|还给我)订单{digits}
    (货|东西)(坏了|不对|不好)(我要|请|想|要求)退(钱|款)订单{digits}
    订单{digits}(付的|花的|收的)钱(我要|我想|能不能|要)(拿回来|退回来|要回来)
    (退货|退了货|寄回去)(以后|之后)(还没|没有)(收到|看到)(退款|钱)订单{digits}
    (什么时候|几天|哪天)(能|可以|会)(退给|还给)我订单{digits}的钱
    (你们|店里|同事)说(过|好)(要|会|给我)(退|还)订单{digits}的钱
    (没收到|一直没收到|没拿到)(东西|货)(要|我要|请)(退款|退钱)订单{digits}
    订单{digits}的(钱|款)(退到|打到|打回|退回)(我的|)(卡上|账户|银行卡)
    (我|我们)(要求|想让|要)(你们|店里)(退|还|退回)订单{digits}的钱
    (我的|)订单{digits}的退款(到了吗|成功了没有|到账没有|要等几天)
    # balance
    账户{digits}(里|里面|)的钱(还有|剩下|一共)(多少|几元)
    (我花了|这个月花了|最近花了)(太多|不少|很多)钱(看看|查查|想看)账户{digits}
    (我|我们)(还有|还剩|剩下)(多少钱|几元|多少元)(账户|账号)是{digits}
    账号{digits}(请|麻烦|帮我)(看|查|报)(一下|下)(余额|有多少钱)
    (卡里|银行卡里|卡上|银行里)(有|还有|剩)多少(钱|)(账户|账号){digits}
    (余额|钱)(是不是|怎么)(少了|不对|没了)(请查|看看)(账户|账号){digits}
    账户{digits}(里|里面|上)(有没有|还有没有)(一百元|五十元|钱|十元)
    我(要|想)(听听|听一下|问问|知道)(账户|账号){digits}(有几元|有多少|的钱数)
    (朋友|妈妈|公司)(转|打)了(一笔|)钱账户{digits}(现在|)有多少
    # parcel
    (等了|找了)(半天|一天|好几天)(也没|都没|没)(见到|看到)包裹{digits}
    送货的人把(我的|)包裹{digits}(送|带)(到|去)(哪里|哪)了
    包裹{digits}(到了|现在到了|最后到了)(哪个地方|哪一站|什么地方)
    (北京|英国|上海)(寄来|发来|来)的包裹{digits}(在哪|走到哪了|到哪一站了)
    我(急着|等着)(要|用)包裹{digits}(里|里面)的(东西|药|书)
    (有没有|能不能|怎么还没)(找|查|等)到(我的|)包裹{digits}
    (包裹号|包裹号码)(给您|我报一下|我念一下){digits}(请查查|看看在哪|找一下)
    (收件人|我妈妈|朋友|客户)(还没|一直没)(收|拿|等)到(我寄的|)包裹{digits}
    包裹{digits}(是不是|会不会)(送到|放到|寄到)(别人家|别的地方|别人那里)(去|)了
    # phone number
    (晚上|白天|什么时候)(都可以|都能|也能)打{long_digits}(找我|给我)
    (把|请把)(我的|)(手机号|电话|号码){long_digits}(记下来|写下来|记好|写上)
    (我家|家里|我家里)的(电话|号码)(是|就是){long_digits}
    我只有一个(电话|号码|手机号)(就是|是|){long_digits}
    (送货|送到|发货)(的时候|前|时)(请|)(打|拨){long_digits}
    这个(电话|手机|号码){long_digits}(您|你)(记|写)(好|下)了吗
    (老号码|旧号码|以前的电话)(不用了|打不通了)(改成|现在是|请打){long_digits}
    (没人接|打不通|找不到我)(的话|时)(请|就)(打|拨){long_digits}
    (登记|账户里|订单上)(的|我的)(电话|手机号|号码)(是|改成|换成){long_digits}
    # transfer
    {full_name}(急着用钱|没钱了|等钱用)(给他|我要给他|请给他)(转|打){amount}元
    (房租|买书钱|车钱|机票钱){amount}元(请|帮我|要)(转|付|打)给{full_name}
    (把|请把)(我|)欠{full_name}的{amount}元(还给他|转过去|还了|付了)
    {full_name}(是|就是)收款人(金额是|金额|转|一共){amount}元
    {full_name}(过生日|搬新家|开店)(我送他|给他转|我给他|转给他){amount}元
    从(卡里|银行卡上|账上)(出|拿出|转出){amount}元(付|还|打)给{full_name}
    (今天|马上|现在)(要|得)让{full_name}(收|拿)到{amount}元
    (可以|能)(马上|现在|今天)(转|打|付){amount}元给{full_name}吗
    {full_name}(那里|的账户|的卡上)(请|帮我|要)(打进|打过去|转过去){amount}元
    给{full_name}的(转账|付款)(是|要|写){amount}元(就行|吧|)
    # appointment
    {weekday}{clock}(我想|我要|能不能)(见|找|约)(医生|经理|你们)
    {weekday}{clock}(还有没有|有没有)(空位|时间|空)(给我|可以约|能约|)
    把我(排|安排|记|放)(在|到|进){weekday}{clock}(吧|好吗|行吗)
    {weekday}我(不上班|休息|没事)(就|想|可以){clock}(来|过来|见面)
    (最好是|就定|那就){weekday}{clock}(见|见面|过来|去)(吧|)
    (您|你们)(看|觉得)(我|){weekday}{clock}(来|过来|见面)(怎么样|好不好)
    (我|我们)(打算|想|决定)(约|安排)在{weekday}{clock}(见面|会面|过来)
    我(要|想要|想订|要订)(个|一个){weekday}{clock}的(预约|时间|会面)
    # delivery date
    (我家|家里|公司)(只有|就){date}有人(请|就)(那天送|那天来|那时送)
    {date}(是|就是)(我要|我想要|我选)的(送货|收货)(日期|日子|时间)
    (司机|送货的人|送货车)(能|可以|会)(在|){date}(来|到我家|送来)吗
    送货(想|要|得)(换|改)个(日子|日期|时间)(就|在|到){date}
    我{date}(回来|在家|休息)(请|就|再)(那天送货|送货|送来)
    (别|不要)(太早|太晚|提前)(送|送来|送货)就{date}(吧|那天)
    (东西|货|订单)(请|要)(安排在|安排到|定在|排在){date}(送|送来)
    {date}我(在家|在公司|在店里)(等|收|拿)(货|东西)(可以吗|行吗|好不好)
    {date}(给我|帮我|麻烦)(送|拿来|送来)(东西|货|我的订单)(吧|)
    # month length
    {month}(多长|有多长|长不长)(呢|啊|)
    {month}(有没有|会不会有)(三十一号|三十一天|三十号|三十天)
    {month}(到|数到|过到)(几号|多少号)(就没了|是最后一天|就过去了)
    {month}(是|算)大月还是小月(有几天|一共多少天|)
    我在(算|数)(日子|天数){month}(有|是|算)(多少|几)天
    我{month}(天天|每天)(上班|跑步|吃药)(是|一共)(多少|几)天
    {month}的(天数|总天数)(你知道吗|告诉我|说一下|查一下|请算一算)
    (孩子|老师|妈妈)(问我|想知道|在问){month}(有|是)(多少|几)天
    (你|小诺|您)(数过|算过|会算){month}(有|是)(多少|几)天吗
    # opening hours
    {weekday}(店里|你们那里|商店里)(有没有人|有没有人在|有人上班吗)
    我{weekday}(晚上|下午|早上|中午)(来|过来|去店里)(你们开着吗|开门吗|店开着吗)
    {weekday}(你们|)(也|还|正常)(营业|开门|上班|开店)吗
    {weekday}我(几点|什么时候)(来|过来|去店里)(最好|有人|开着门)
    (不知道|不清楚|我想打听)(你们|店里){weekday}(开不开门|几点开门|几点关门|休息不休息)
    {weekday}(大门|店门|你们的门)(几点|什么时候)(开|关|打开)
    (你们|店里|商店){weekday}(做|营业|开)(几个小时|多长时间|到多晚)
    (门上|网站上|网上)没写{weekday}(几点|什么时候)(开门|关门|营业)
    {weekday}(去店里|来找你们|过来)会不会(白跑一次|白来|没人|关着门)
    # shop
    {city}(哪里|什么地方)(有|能找到)(你们的|)(店|商店|分店)
    (我|我朋友)(人在|住在){city}(你们的店|那里的店|商店)(几点|什么时候)开门
    {city}(店|分店|那家店)(每天|平时|早上)(几点|什么时候)(开始营业|开门|有人)
    早上(九点|八点|十点)(能|可以)(进|去){city}的(店|商店)吗
    你们(开|)在{city}的(店|商店|分店)(几点|什么时候)(上班|开门|营业)
    (听说|有人说)你们在{city}(开了|有)(新店|分店|商店)(几点开门|什么时候开门)
    (要去|正要去|想去){city}的(店|商店|分店)(开门了吗|开着没有|几点开门|几点有人)
    {city}的(店|商店|分店)(开门|营业)(早不早|早吗|晚不晚|要等到几点)
    (帮我|请|麻烦)(查|看)一下{city}(店|分店|商店)(的营业时间|几点开门|开没开)
    # train
    (最早|最快|最近)(一班|的一班)(去|到){city}的火车(几点|什么时候)(开|)
    去{city}的(班车|车|火车)(在|是)(什么时间|几点钟)(开|走|发车)
    (几点|什么时候)(到|去)(车站|火车站)能(坐|坐上|坐到)去{city}的火车
    去{city}(不想|不)(坐飞机|开车)想坐火车(几点有车|什么时候开|几点走)
    (查一下|看看|问问|查查)(去|到){city}的火车(时间|班次|车次|时间表)
    (我想回|我要回|想回|回){city}(坐|要坐)(几点|什么时候)的(火车|车)
    坐火车(能不能|可不可以)(到|去|回){city}(要几点走|什么时候走|)
    (一张|两张|三张)(去|到|回){city}的火车票(几点的|要最早的|什么时候走)
    (明天|晚上|早上|下午)(有没有|还有没有)(火车|班车)(去|回){city}
    (朋友|妈妈|孩子)(要|想)坐火车(去|回|到){city}(几点开|什么时候走|几点有车)
    # stock
    {color}的{product}(现在|今天|店里)(有现货吗|到货了吗|来货没有|有几个)
    颜色(要|想要|得是){color}的{product}(有没有|有吗|你们有吗)
    (不要|不想要|不买)别的颜色就(要|找|买){color}的{product}
    {product}(是不是|会不会)(也有|没有|还有|只有){color}的
    (进没进|有没有进|卖没卖过)(新的|){color}的{product}
    (请|麻烦|帮我)(看看|找找|查一查)(有没有|还有没有|能不能买到){color}的{product}
    {product}(有几个颜色|有什么颜色|都有哪些颜色)有没有{color}(的|)
    我(昨天|上次)(看上|看到)了(一个|){color}的{product}还(有|在)吗
    (如果|要是)(有|你们有|店里有){color}的{product}(我就买|我想买|我要一个|请告诉我)
    (孩子|妈妈|朋友)(喜欢|想要|要){color}的{product}(你们|)(有没有|卖不卖)
    # times
    (作业|书|本子)上(有|问|写着){times}(等于几|是多少|得几)
    (没有笔|手里没笔|我没带手机)(帮我|你来|请)算{times}
    {times}(老师|妈妈|朋友)说我(算|做)错了(是多少|得多少)
    (快|马上|现在)(说|回答|报出){times}(是|得|等于)(多少|几)
    {times}(我想|我要|让我)(对|检查)一下(答案|结果|得数)
    乘法(我|孩子|我们)(不会|记不住|总算错){times}(是多少|得几|等于多少)
    {times}(用电脑|用手机|用机器)(算|算算)(是|得|等于)(几|多少)
    (买东西|算账|付钱)(时|的时候)(要|得)算{times}(是多少|得几|)
    你(口算|心算|快算)(一下|){times}(是|得)(几|多少)
    # alarm
    我(总是|老是|会)(睡过头|起不来|醒不了)(请|你){clock}叫(我|醒我)
    (到了|一到|等到){clock}(就|请)(叫醒我|叫我起床|把我叫起来)
    (早上|明天|后天)(的|)起床时间(定|设|改)(在|为|成){clock}
    (让|我要|请让)闹钟{clock}(叫一次|叫一下|闹一下|叫我)
    我(得|想|要)(在|){clock}(醒来|醒过来|下床)(请叫我|记得叫我)
    (手机|我的闹钟|闹钟)(坏了|没电了|不见了)(请|你){clock}(叫我|叫醒我|叫我起来)
    (把|我要把|请把)(我的|明天的|起床的)闹钟(调|改|换)(到|成){clock}
    (小诺|你)(来|明天|今晚)(当|做)我的闹钟{clock}(叫我|叫醒我)
    我(想|要|就)睡到{clock}(请|再|到时)(叫我|叫醒我)
    # turn on
    (我回家了|我到家了|我起床了|快到家了|客人来了)(先|请|帮我)(开|打开){light}
    {light}(可以|是时候|现在可以)(开|打开)了
    给(我|我们|这里|孩子)(开|打开)(一下|){light}(吧|)
    {light}(怎么还|还|是)关着(的|)(开一下吧|请打开|给我打开)
    (请|帮我|)把{light}的开关(打开|开了|开起来)(吧|)
    (不知道|我不会|我忘了)(怎么|如何)(开|打开){light}(你来开|帮我开|帮我开一下)
    {light}(我|孩子|妈妈)(想|要)(开|打开)(可以吗|行吗)
    (从现在起|今天晚上|早上|等一下)(让|请让){light}(一直|)开着
    (谁|有没有人|哪位)(能|可以|来)(帮我|)(开|打开){light}
    {light}(再|重新)(开|打开)(一次|吧)
    # turn off
    (孩子睡着了|大家都睡了|我去上班了|客人走了)(把|请把|先把){light}(关掉|关了|关上)
    {light}(可以|是时候|现在可以)(关|关掉|关上)了
    (别|不要)(再|)让{light}(一直|老是|这么|)开着(了|)
    (请|帮我|)把{light}的开关(关掉|关上|关了|关一下)
    (太费电了|电费太贵了|别费电了)(请|帮我|快)(关|关掉|关上){light}
    没人(用|要|在用){light}(了|)(关了吧|请关掉|关上它|帮我关)
    {light}让(我|孩子|妈妈)(睡不着|没法睡|不舒服)(请关掉|关了吧|关一下)
    (谁|有没有人|哪位)(能|可以|来)(帮我|)(关|关掉){light}
    我(出来|走|出门)时(没|忘了|没有)关{light}(请关掉|帮我关|关一下)
    {light}开了(一天|半天|一晚上|好几个小时)(了|)(关掉吧|请关|关上吧)
    # waiting
    (足足|前后|一共)等了{few}天(还是什么都没有|没有人找我|也没有结果|)
    {few}天前(就|我就|已经)(打过电话|找过你们|问过了)(还在等|没回音|没有消息)
    (为什么|怎么)(要|会)(让我|让我们|叫我)等{few}天(啊|)
    {few}天(真是|对我来说|也)(太长了|等不了|等得太累了)
    (哪有|没有)(人|客户|客人)(能|会|想)等{few}天(的|)
    (一天又一天|每天都等|天天等|等啊等)(都|已经|就){few}天了
    (说好|你们说|同事说)(两天|三天|很快)(就好|有结果)我等了{few}天
    {few}天(里|来|以来)(没人|没有一个人)(打电话给我|来找我|给我消息)
    你们(知不知道|知道不知道|想没想过)(我|我们)(等了|都等了|白等了){few}天
    # feel good
    (听到|听了)(你的话|这个消息|你这样说)(我|我真的|我就){good}
    (天气真好|太阳出来了|今天休息|今天过生日|要回家了)(我|所以我|我就){good}
    (我们|大家|家里人|我和孩子)(都|今天都|真的都){good}
    今天(是|真是)(让我|叫我|我){good}的一天
    (你们的话|你的帮助|你们的回答|这个新东西)(让我|真让我|叫我|让我们){good}
    (见到|看到|接到)(孩子|妈妈|朋友)(了|)(我|我真的){good}
    (工作|事情)(做好|都做好|成)了(我|心里|现在){good}
    (没什么事|没别的事|没事)(就是|只是|就想说)(我|今天){good}
    (和|跟)你(说话|聊天|通话|打电话)(我|我就|总让我){good}
    (昨天|前几天|早上)(不太好|很烦|心情不好)(可是|)现在(我|){good}
    # feel bad
    (下雨了|天气不好|没有太阳|刮大风)(我|所以我|让我|我就){bad}
    (听到|听了)(这个消息|这样的话|你这样说)(我|我真的|我就){bad}
    (工作|事情)(太多|做不好|太难)(让我|我|我就){bad}
    (孩子|妈妈|朋友)(走了|不在家|不说话|不接电话)(我|我就|让我){bad}
    (没睡好|没吃东西|没休息)(所以|)(我|今天|现在){bad}
    (你们|这件事|你的话|你们的回答)(让我|真让我|叫我|总让我){bad}
    今天(是|真是)(让我|叫我|我){bad}的一天
    (一个人|我一个人)(在家|住|坐着)(真的|就|总是|){bad}
    (没人|没有人|谁)(知道|明白|懂|想到)我(现在|){bad}
    (早上|昨天|前几天)(还好|很好|没事)(可是|)现在(我|){bad}
    # call
    (能不能|怎么|可不可以)(打通|接通|拨通){full_name}(的电话|的手机)
    {full_name}(在等|等着)我(的|)电话(请打给他|快打|打一个|帮我打)
    (拨|打)(一下|){full_name}的(号码|电话|手机)
    (好几天|很长时间|两天)没(和|跟){full_name}(说话|聊天|通话)了(打给他|给他打)
    {full_name}(打过|来过|给我来过)电话(我要|请|帮我)(回电|打回去|回电话)
    告诉{full_name}(我|有人)(打来了|在找他|要跟他说话|来电话了)
    (有急事|出事了|有重要的事)(快|请|马上)(打|打电话|拨)给{full_name}
    {full_name}(现在|今天|)(有空|有时间|能)接(我的|个|)电话吗
    (电话|我的电话|这个电话)(转给|接给){full_name}(吧|好吗|可以吗)
    # flight
    {weekday}(几点|什么时候|哪个时间)有(飞机|航班|班机)(去|飞|到){city}
    {weekday}(要|得|想)(去|到){city}(开会|工作|看朋友)(订机票|要机票|坐飞机)
    (机票|飞机票)(要|订|买|选){weekday}(到|去|飞){city}的
    (我妈妈|孩子|朋友)(要|想){weekday}(飞|坐飞机去|坐飞机到){city}(有票吗|请订票|)
    (查一下|看看|找找|问一下){weekday}(飞|去|到){city}的(航班|机票|飞机)
    {city}我(想|要|打算){weekday}(飞|飞过去|坐飞机去)(订张机票|要机票|买机票)
    {weekday}(最早|最快|最晚)(去|到|飞){city}的(航班|飞机|机票)
    (我要|来)(一张|两张)机票(去|到|飞){city}{weekday}(走|出发|的)
    {weekday}(能|可以)(坐|上)飞机(去|到){city}吗
    (回|飞回){city}的(机票|航班)(订|要|选){weekday}的
    # table
    (家里|公司|同事)(一共|有){few}(个人|位)(想|要){clock}(来吃|过来吃)
    {clock}(还能|能|可以)(坐|坐下|来){few}(个人|位)吗
    (过生日|见朋友|请客人|请同事)(要|想订|订){clock}{few}(个人|位)的(桌子|位子)
    (大桌子|一张大桌子|位子)(请|要){clock}(给|为)我们{few}(个人|位)
    {few}(个人|位)(坐一起|一起坐|一起吃|坐一桌){clock}(到|来|可以吗)
    {clock}(有没有|还有没有)(能坐|坐得下){few}(个人|位)的(桌子|地方)
    把{clock}(那张|的)(桌子|大桌|位子)(给|订给|定给)我们{few}(个人|位)
    我们{few}个(朋友|同事|家人)(想|打算)(在|){clock}(来吃|坐一桌|要张桌子)
    (预订|订位子|订桌子){clock}(一共|总共|){few}(个人|位)
    {clock}(到店|来吃|要桌子)(人数是|我们有|我们一共|一共){few}(个人|位)
    # password
    换了(新手机|手机|新电脑)(密码|登录密码)(忘了|没了|用不了|找不到了)
    (写|打)了(好几次|三次|很多次)密码(都不对|还是不对|都错了|进不去)
    (写|记|写着)密码的(纸|本子)(丢了|找不到了|不见了|没有了)
    (有人|别人|孩子)(知道|看到|拿到)了我的密码(要|想|得)(换|改)
    (进不了|上不去|打不开)(我的账户|网站|系统)(密码错了|说密码不对|密码有问题)
    (能不能|可不可以|怎么)(找回|拿回|要回|查到)(我的|以前的|)密码
    密码太(长|难)了(我|)(记不住|总是忘|记不清)
    (账户|系统|网站)(不让|不给)我(进|进去|登录|上)
    (在哪里|怎么|从哪里)(能|可以)(拿到|得到|收到)(新|一个新的)密码
    (发|给)(我|我们)(一个|个)(改|换|重设)密码的链接
    # lost card
    (钱包|包|箱子)(丢了|被偷了|不见了)(卡|银行卡)(在里面|也没了|还在里面)
    (家里|包里|车上)(都找了|找过了)(卡|银行卡)(没有|不在|找不到)
    (卡|银行卡)被(人|别人|小偷)(拿走|偷走|偷|拿)了
    (卡|银行卡)(丢了|没了|不见了)(怎么是好|要做什么|找谁|要怎么做)
    (把|快把|先把)(我的|那张|丢了的)(卡|银行卡)(锁上|锁起来)
    (要|想要|请寄)(一张新卡|张新卡)(旧的|老的|以前的)(丢了|被偷了|找不到了)
    (取钱|买东西|坐车)(以后|回来|时)(发现|)(卡没了|卡不见了|丢了银行卡)
    (银行卡|卡)(掉|丢|忘)在(路上|车里|酒店|店里)了
    卡丢了(我担心|我很担心|可能)(小偷|别人|有人)(会用|在用|用了)(它|)
    (卡|银行卡)(不在|没在)(我手里|钱包里|包里)了
""")
