"""Still more ways to say the requests of `english` and `mandarin`, as `phrasings` writes them: other words, other
constructions. They came when the first checkpoints had been trained, so what is held out of them is chosen among
themselves (`english.Intent`).
"""

from training.world.phrasings import listed

ENGLISH = listed("""
    # fact
    (give me|i need|i am looking for) the answer to this (one|) {fact}
    (i am|we are) doing a (quiz|crossword|puzzle) {fact}
    (my homework|the crossword|the quiz show|this test) asks {fact}
    {fact} (i have no idea|i really do not know|it slipped my mind|i keep forgetting)
    (we were|my kids were) (arguing|talking|thinking) about this {fact}
    (maybe|perhaps) you (know|can tell me|remember|can say) {fact}
    {fact} (that is my question|that is what i want to know|that is all i want to know|you surely know that)
    (i was|we were) asked (at school|at work|last night|on the radio) {fact}
    (just out of curiosity|something i always wondered|for my general knowledge|here is one for you) {fact}
    what would you answer if (i|somebody|my child) asked (you|) {fact}
    # small talk
    (oh|ah|anyway|hmm) {remark}
    (dear|my dear|good old|my friend) nano {remark}
    (before we begin|before we start|first of all|first things first) {remark}
    {remark} (my dear|buddy|mate|pal)
    (on a different note|on another subject|changing the subject|different topic) {remark}
    {remark} (agent|call desk|dear agent|my good friend)
    (nano|hey nano|listen nano|okay nano) {remark}
    (wait|hold on|just a moment|one moment|wait a second) {remark}
    # greeting
    good afternoon (nano|everybody|to you|agent|my friend)
    (hello|hi) (it is|) (good|nice|lovely) to hear (you|your voice)
    (is anybody|is anyone|is somebody) (on the line|at the desk|at the other end)
    (howdy|hiya|hey there) (nano|agent|everybody|friend)
    (hello|hi|hey) (it is me again|me again|here i am again|i am back)
    (hello|hi) (i have|i have got) (a|another) (question|request)
    (hello|hi|good day) (do i have|have i reached|did i reach|is that) the (call desk|help desk)
    (i just wanted to|let me|i would like to) say (hello|hi) (to you|)
    (hello|hi) (everyone|out there|dear agent|again everybody)
    # morning
    (i wish|i am wishing|we wish) you (all|) a (good|lovely|very good) morning
    (what a|it is a|such a) (lovely|beautiful|fine|wonderful) morning
    (a lovely|a beautiful|a fine|a happy) morning (to you|nano|everybody)
    top of the morning (to you|nano|everybody|my friend)
    good morning (and hello|hello there|hi there|and hi) (nano|agent|)
    good morning (is anybody there|is this the call desk|do i have the call desk|is somebody awake|can we talk)
    (i|we) (just|) (want|wanted) to say good morning
    (good|) morning (out there|to all of you|dear agent|call desk|from me)
    (nano|my friend|dear agent|everybody) good morning (to you|)
    # evening
    (i wish|we wish|let me wish) you (all|) a (good|pleasant|lovely) evening
    (what a|it is a|such a) (lovely|beautiful|quiet|warm) evening
    good evening (is anybody still there|is this the call desk|are you still working|i hope i am not too late)
    good evening (and hello|hello there|hi there|and hi) (nano|agent|)
    (i|we) (just|) (want|wanted) to say good evening
    (good|) evening (out there|to all of you|dear agent|call desk|from me)
    (nano|my friend|dear agent|everybody) good evening (to you|)
    (a pleasant|a lovely|a happy|a nice) evening (to you|nano|everybody)
    (sorry to call|excuse me for calling) (so late|at this hour) good evening
    # thanks
    (i|we) (cannot|could not) thank you enough
    (you|you really) (saved my day|made my day|helped me a lot|helped me out) (thank you|thanks)
    much (appreciated|obliged) (nano|thank you|my friend|)
    cheers (mate|nano|my friend|for that|for your help)
    (a big thank you|a thousand thanks|lots of thanks|a very big thank you) (to you|nano|for that|for your help)
    that (is|was) (exactly|just) what i (needed|wanted) (thank you|thanks)
    (how|so|very) (kind|nice|sweet|good) of you
    (great|good|excellent) (job|work|service) thank you (very much|)
    (i would like to|i want to|let me) (thank you|say thank you|express my thanks)
    (thank you|thanks) (ever so much|from the bottom of my heart|for being so patient|for sorting that out|for listening)
    # goodbye
    (i am|we are) (done|finished) (for today|for now|here) (goodbye|bye)
    (take care|farewell|so long|cheerio) (nano|my friend|then|everybody)
    (until|till) (next time|tomorrow|then|we speak again)
    (i have no|there are no|no) (more|further|other) questions (goodbye|bye)
    (let us|we can) (stop|end it|leave it) (here|there) (bye|goodbye)
    (it was|it has been) (nice|good|lovely|a pleasure) talking to you (bye|goodbye)
    i am (off|hanging up|leaving|going now) (bye|goodbye|bye bye)
    (my taxi|my boss|somebody|my dinner) is waiting (bye|goodbye|i must go|i have to go)
    (catch you|speak to you) (later|soon|tomorrow|another time)
    (good night|sleep well) (nano|then|everybody|and goodbye)
    # repeat
    (the line|the connection) (broke up|was bad|is terrible) (what did you say|once more please|say it again)
    (i am afraid|sorry|i think) (that was|you were) (too quiet|too fast|not clear)
    what was (the last part|the first part|the last word|the end) (again|)
    (would|do) you mind (repeating that|saying that again|going over that again|saying it more slowly)
    (go over|run through|walk me through) (that|it) (again|once more|one more time) (please|)
    (what|sorry|excuse me) (i was not listening|i was not paying attention|somebody was talking|there was some noise)
    i missed (the end|the last bit|the first part|half) of (that|it|what you said) (sorry|)
    (slower|louder|again) please (nano|i cannot follow|i can hardly hear you|)
    (my ears are bad|i am a little deaf|i do not hear well) (please repeat|what was it|again please)
    (i beg your pardon|beg your pardon|say what|what was that again) (nano|please|)
    # human
    is there (a living|an actual|a real) person (there|i could speak to|who can help me|in your office)
    (get me|find me|i need|i want) (an operator|a supervisor|a member of staff|customer service|someone from your team)
    (i am tired of|i have had enough of|enough of) (talking to|speaking with) (machines|computers|robots)
    (could|can) you (pass|hand) me (over|on) to (your boss|a supervisor|somebody else)
    (this is|it is) too (complicated|difficult|important) for a (machine|robot|computer)
    (a human|a person|an operator|a supervisor) (please|would be better|not a machine)
    (i prefer|i would prefer|i would rather have) (a human|a person|a real agent) (on the phone|to talk to|on the line)
    (how|where) (can|do) i (reach|find) (a human|one of your colleagues|the manager)
    i (want|would like|need) to (complain|speak) to (the manager|whoever is in charge|the person in charge)
    (could|can) (a human|somebody real|one of your people|a colleague) (take over|help me|take my call)
    # password
    (it|the website|the page) (says|keeps saying) my password is (wrong|not valid)
    what (was|is) my password (again|) (i forgot it|i do not remember it|)
    (send|give|get|mail) me (a new|another|a fresh) password (please|)
    (your website|the app|your page) (does not let me in|will not let me in|will not accept my password|rejects my password)
    (i cannot|i do not) (remember|recall) (my password|what my password was|the password to my account)
    my password (has expired|is too old|is not safe any more|no longer works) (what now|what can i do|)
    (i typed|i entered|i have tried) (the wrong password|my password) (three times|too often|again and again)
    (there is|i have) (a problem|some trouble|an issue) with (my|the) (password|login)
    is there a way to (reset|recover|replace) (my|a lost|a forgotten) password
    (somebody|someone) (knows|found out|has seen) my password (i want another one|so i need to change it|please change it)
    # lost card
    (a thief|some thief|a pickpocket) (took|stole|ran off with) my (card|bank card|credit card)
    (i think|i am afraid|it looks like) i (dropped|left) my (card|bank card) (somewhere|on the bus|in a taxi)
    i (searched|looked) everywhere (for|but cannot find) my (card|bank card|credit card)
    (nobody|no one) (should|must) be able to (use|pay with) my (card|lost card|stolen card)
    my (handbag|backpack|wallet|purse) was (stolen|taken) and my (card|bank card) was in it
    (freeze|cancel|disable|deactivate) my (card|bank card|credit card) (immediately|at once|before somebody uses it)
    (i need|i would like|please send me) (a new|a replacement) card (mine is|the old one is) (gone|lost)
    (my card|my credit card|my bank card) (disappeared|vanished|is nowhere to be found|is no longer in my wallet)
    (what do i do|what happens|what should i do) (when|if) my (card|bank card) (is lost|is stolen|goes missing)
    the cash machine (ate|swallowed|kept|took) my (card|bank card|credit card)
    # name
    (you have|you have got) {full_name} (on the line|on the other end)
    (put me down|register me|list me|enter me) (as|under the name) {full_name}
    {full_name} that is (me|my name|who i am|what i am called)
    (the account is|i am registered|you will find me|i signed up) under (the name|) {full_name}
    you asked (for my name|who i am|who is calling|who is speaking) (it is|i am) {full_name}
    (let me|allow me to|may i) introduce myself (i am|my name is|) {full_name}
    (i go by|everybody knows me as|i am known as|my parents named me) {full_name}
    (my first and last name are|my name in full is|the caller is|my passport says) {full_name}
    (your customer|your old customer|your new customer|a customer of yours) {full_name} (is calling|here|speaking)
    (for your records|for the file|in case you ask|just so you know) (i am|my name is|the name is) {full_name}
    # caller
    (greetings|hello|warm greetings) from {city} (my name is|this is|i am|it is) {first_name}
    (i am calling|i am phoning|this is a call) from {city} (and |)(the name is|i am called|my name is) {first_name}
    {first_name} (here|on the line|on the phone) (in|calling you from|from) {city}
    (my home is|my home town is|home for me is) {city} and (people call me|my name is|i am) {first_name}
    (you are talking to|you have got|you have) {first_name} (from|in|over in) {city}
    (people|my friends|my neighbors|folks) (here |)in {city} (call me|know me as) {first_name}
    {city} is (where i live|where i am from|where i am calling from|my home) and (my name is {first_name}|{first_name} is my name)
    i am a (customer|client|caller) (from|in) {city} (called|named|by the name of) {first_name}
    (it is|this is) your (friend|customer|old friend) {first_name} (from|in) {city}
    (i was born|i grew up|i just arrived|i am on holiday) in {city} (and |)my name is {first_name}
    # order status
    (my |)order (number |){digits} (has not arrived|is not here|has not come) (yet|)
    (how far along|in what state|at what stage) is (my |)order (number |){digits}
    (give me|i need|is there|do you have) an update on (my |)order (number |){digits}
    (when|what day) (can|should) i expect (my |)order (number |){digits}
    was (my |)order (number |){digits} (delivered|sent out|shipped|packed) (already|)
    what is (happening with|going on with|the latest on|taking so long with) (my |)order (number |){digits}
    (about|regarding|concerning) (my |)order {digits} (where is it|is it coming|any news)
    (i am|we are) (worried about|wondering about|checking on) (my |)order (number |){digits}
    (last month|a while ago|ten days ago) (i|we) placed order (number |){digits} (and it is not here|where is it)
    {digits} is (my order number|the number of my order|the order number) (where is it|can you look it up|)
    # cancel order
    (i changed my mind|i made a mistake|i clicked too fast) (please |)(cancel|stop) order (number |){digits}
    (is it still possible|is it too late|is there a way) to (cancel|stop|call off) (my |)order {digits}
    (i|we) (placed|made) order (number |){digits} by (mistake|accident)
    (how|where) (do|can) i cancel (my |)order (number |){digits}
    (please |)do not (send|ship|deliver|pack) (my |)order (number |){digits}
    (call off|withdraw|scrap|undo) (my |)order (number |){digits} (please|)
    order (number |){digits} (please cancel it|is no longer needed|you can cancel that|can be cancelled|i do not want it)
    (i found it cheaper|my plans changed|i bought it elsewhere) (so |)(please |)cancel order {digits}
    (take|strike|cross) order (number |){digits} off (the|my) list
    (i am calling|i am phoning|i just called|i am on the phone) to cancel (my |)order (number |){digits}
    # refund
    (please |)reimburse me for (my |)order (number |){digits} (at once|as you promised|)
    (how long|how many days) (does|will) (the|my) refund for order (number |){digits} take
    i (still have not|have not yet|never) received (my|the) refund for order (number |){digits}
    (i am not happy|i am not satisfied|i am unhappy) with order (number |){digits} (and|so i) want my money back
    order (number |){digits} (was sent back|went back|has gone back) (i want|where is) (my money|my refund)
    (am i entitled to|do i qualify for|will there be|is there) a refund (on|for) (my |)order {digits}
    (my money|the money|a refund) for order (number |){digits} (please|would be nice|is what i want|is all i want)
    (you owe me|you still owe me|i expect) (a refund|the money|my money) for order (number |){digits}
    (i paid for|i already paid for) order (number |){digits} (twice|and never got it) (please refund me|and want my money back|give me my money back)
    (could|can|would) you (pay me back|refund me|return my money) for (my |)order (number |){digits}
    # balance
    is there (any money|anything|any cash|still something) (left |)in account (number |){digits}
    what (sum|amount) (is|do i have|do we have) (in|on) account {digits}
    (give me|read me|let me hear|show me) the balance (of|for) (my |)account (number |){digits}
    account (number |){digits} (how much is in it|what is the balance|how much is left|how much do i have there|balance please)
    (i wonder|i am wondering|i am curious|i am not sure) how much (money |)(i have|is left) in account {digits}
    (how much|how many dollars) (can i|could i|may i) (spend|take out|withdraw) from account {digits}
    my account (number is|has the number) {digits} (how much is in it|what is the balance|what do i have)
    (what are|how big are|how high are) my (savings|funds) in account (number |){digits}
    (i need|could i have|may i have|i would like) (a balance check|the current balance|the latest balance) for account (number |){digits}
    (before i go shopping|before i buy something|before i pay my rent) (how much is|what is) in account (number |){digits}
    # parcel
    (what|which) city is (my |)(parcel|package) (number |){digits} in (now|)
    (has anybody|has anyone|have you) (seen|found) (my |the |)parcel {digits}
    (the courier|the driver|the mailman) (has not brought|did not bring) my (parcel|package) (number |){digits}
    (parcel|package) (number |){digits} (where is it|how far is it|is it close|has it left|where did it go)
    how far has (my |the |)(parcel|package) {digits} (come|traveled|got)
    (give me|i want|i need) the (location|position|whereabouts) of (my |)(parcel|package) {digits}
    (i was promised|i am expecting|my aunt sent me|somebody sent me) (a parcel|a package) (with the number|number) {digits}
    (it seems|i think|i fear|i am afraid) my (parcel|package) (number |){digits} (is lost|got lost)
    {digits} is (my parcel number|my tracking number|the number on my package) (where is it|can you find it|)
    where (exactly |on earth |)(could|can|might) (my |)(parcel|package) {digits} be
    # phone number
    (if we get cut off|if the line breaks|if you need me|if anything comes up) (call|try|use) {long_digits}
    (my cell|my cell phone|my mobile|my work phone|my landline|my home number) is {long_digits}
    {long_digits} (is where you can reach me|will reach me|is the best number|is the number for me|please call me there)
    (the number|the phone number) (at home|at work|of my office|for calling me) is {long_digits}
    (use|try|dial) {long_digits} to (reach|call|contact) me
    (text me|send me a message|leave me a message|send me a text) (at|on) {long_digits}
    i (have|got) a new (number|phone number|mobile number) (it is|now it is|) {long_digits}
    (put|store|enter|keep) {long_digits} as my (phone|contact|telephone) number
    (here is|here comes|you wanted|you asked for) my (phone |telephone |)number {long_digits}
    (for a call back|to call me back|to get hold of me|to reach me) (the number is|you need|dial|please use) {long_digits}
    # repeat digits
    (tell me|let me know) (what you heard|what you understood|which digits you heard) {digits}
    {digits} (what did i say|what did i just say|what number was that|which digits were those|what numbers did you hear)
    (echo|speak|pronounce|recite) (these digits|these numbers|the following) {digits}
    (can|could|will) you (read|say|repeat) these (digits|numbers) back to me {digits}
    (i will|let me) (say|give you) some digits (repeat them|say them back|say them after me) {digits}
    (to be sure|to be safe|just to check|for confirmation) (repeat|read back) {digits} (to me|)
    (i want|i would like|i need) to hear you (say|repeat|read) {digits}
    (did you hear|did you get|did you catch) (the digits|the numbers|my digits) {digits}
    {digits} (now your turn|your turn|say it after me|back to me please|now repeat)
    (this is a test|let us test this|just testing the line|sound check) (say|repeat) {digits}
    # transfer
    {amount} dollars (should go|have to go|must go|go) to {first_name} (please|)
    {first_name} (lent me|loaned me) {amount} dollars (please pay it back|i want to return it|send it back for me)
    my (landlord|friend|cousin|neighbor) {first_name} (gets|needs|is waiting for) {amount} dollars (from me|)
    (put|deposit|pay) {amount} dollars into the account of {first_name} (please|now|)
    take {amount} dollars (from|out of) my account (and send it to|and give it to|for) {first_name}
    (how do i|how can i|is it possible to|am i able to) (send|pay|wire) {first_name} {amount} dollars
    i (promised|still owe|forgot to pay) {first_name} {amount} dollars (please send it|please transfer it|)
    (a payment|a transfer|a wire transfer|a gift) of {amount} dollars (to|for) {first_name} (please|)
    (let|please let|i want to let) {first_name} have {amount} dollars (from me|from my account|of my money|)
    (pay back|repay) {first_name} the {amount} dollars (i borrowed|i owe|from last week|from the weekend)
    # charge
    (i do not recognize|i do not understand|i cannot explain|i never agreed to) the {amount} dollars (on my statement|on my bill|you took|you charged)
    {amount} dollars (were|have been) (taken|deducted|withdrawn) from my (account|card) (why|)
    {amount} dollars on my (card|bill|statement|account) (what for|what is that|why is that)
    where do the {amount} dollars on my (bill|invoice|statement|card) come from
    (please |)(clarify|check|look into) (a|the|this) (charge|debit) of {amount} dollars
    (my bank|my wife|my husband|the bank) (says|tells me) you (charged|billed) me {amount} dollars
    (i was surprised by|i was shocked by|i am confused by|i have a question about) (a|the) (charge|bill|payment) of {amount} dollars
    (can|could) you (explain|tell me) why (i paid|i was charged|you took) {amount} dollars
    what (am i paying|exactly did i pay|exactly am i paying|did you charge me) {amount} dollars for
    (it says|my app says|my statement says) (i paid|i spent|you charged me) {amount} dollars (is that right|why|what was that)
    # appointment
    {weekday} at {clock} (is good for me|would be good|is when i can come|is when i have time|would be a good time to meet)
    (schedule|set up|plan) a (visit|meeting|consultation) for {weekday} at {clock}
    (are you|is anybody|is somebody) (free|available) (on|this|next) {weekday} at {clock}
    (i have time|i am free|i can be there|i could come) (on|this) {weekday} at {clock} (would that work|is that okay|)
    at {clock} on {weekday} (i would like to come|can i come in|could somebody see me|do you have time)
    (could|can) (someone|the doctor|one of you) (see|meet) me (on|this) {weekday} at {clock}
    (pencil me in|sign me up|squeeze me in|write me down) for {weekday} at {clock} (please|)
    (what about|how about) (a meeting|an appointment|coming in) on {weekday} at {clock}
    (i need|we need|i am looking for|we are looking for) a (slot|time) on {weekday} at {clock}
    (you can expect|please expect|expect) (me|us) on {weekday} at {clock}
    # move appointment
    (reschedule|postpone|push back|bring forward) my (appointment|meeting|visit) to {weekday} (please|)
    (something came up|i am ill|my boss needs me|my car broke down) (can i come on|can we do|could we switch to) {weekday} instead
    (is it possible|would it be possible|is there a way) to (have|get|take) my appointment on {weekday} instead
    my (appointment|meeting) (needs to|has to|must|should) (be moved to|be changed to|shift to) {weekday}
    instead of (tomorrow|today|the day we agreed on) (i would like to|i could|can i|let me) come on {weekday}
    (could|can) my (appointment|meeting|visit) be (on|moved to|shifted to|changed to) {weekday} instead
    {weekday} (is the only day i can come|is the only day i am free|works better for me|fits me better) (now|)
    (i cannot make it|i will not make it|i cannot keep my appointment) (is {weekday} free|would {weekday} work|how about {weekday}) (instead|)
    (i need|please find|can i have) a (new|different) day for my (appointment|meeting) (preferably|maybe|say) {weekday}
    (swap|exchange) my (appointment|slot) for one on {weekday} (please|)
    # birthday
    (i came into the world|i first saw the light of day|my mother had me|my mother gave birth to me) on {date}
    (i turn|i will turn|i am turning) (thirty|forty|sixty|a year older) on {date}
    {date} is (when i was born|the day i was born|when i have my birthday|the date of my birth|when we celebrate my birthday)
    my birthday (falls on|comes around on|is celebrated on) {date} (every year|)
    you (asked|wanted to know|need to know) when my birthday is (it is|that is) {date}
    (for my profile|for my account|for my file|for your records) (my birthday is|i was born on|my date of birth is) {date}
    (enter|record|register|put) {date} as my (birthday|date of birth|birth date)
    (every year on {date}|on {date} every year|on {date}) (i celebrate my birthday|i have my birthday|we celebrate my birthday|i get birthday presents)
    (my birth certificate|my passport|my identity card|my license) says i was born (on|) {date}
    (do not forget|remember|make a note of) my birthday (it is|it is on|which is on|on) {date}
    # delivery date
    (i will be|i am|we are|somebody will be) (home|at home) on {date} (please deliver then|bring it then|so deliver it then)
    (could|can|will) (my order|the delivery|the driver) (arrive|get here|be here) by {date}
    (schedule|plan|book|arrange) (the|my) delivery for {date} (please|)
    {date} (would be a good day|is a good day|is the best day|is the right day) for (the|my) delivery
    (my order|everything|it) (has to|must|needs to) (be here|arrive|reach me) by {date}
    (please have|have|i must have) (it|my order|everything) (here|delivered|at my door|in my hands) by {date}
    (postpone|delay|put off|push back) (the|my) delivery until {date} (please|)
    (for the delivery|as the delivery date|as the day of delivery) (please choose|i suggest|please take|i choose) {date}
    (is there any chance|is there a chance|any chance|do you think) (it|my order|the delivery) (will|can) come on {date}
    (drop it off|drop my order off|hand it over|leave it at my door) on {date} (please|not before|)
    # day after
    yesterday was {weekday} (so|and|) (what is today|what day is today|what day is it today|which day is today)
    (once|when|as soon as) {weekday} (is over|has passed) (which day begins|what day is next|what day is it then)
    {weekday} is followed by (what|which day|what day|which weekday)
    (one day after|a day after|the day after|one day past) {weekday} (is what|is which day|would be what day|is called what)
    (name|give me|say) the (day|weekday) (that comes|coming|right) after {weekday}
    (if it is|it is|since it is) {weekday} (now|today) what day (will it be tomorrow|will tomorrow be|is tomorrow)
    (does anyone know|i forgot|i always forget|remind me) (what|which day) (comes|is) after {weekday}
    the (day|weekday) following {weekday} (is|is called|would be) (what|which one)
    (in the week|on the calendar) (what|which day) (comes|is) (next|right) after {weekday}
    (what|which) day (do we have|will it be|is it) (right|one day|the day) after {weekday}
    # day before
    tomorrow is {weekday} (so|and|) (what is today|what day is today|what day is it today|which day is today)
    (what|which) day (leads up to|precedes|comes ahead of|is just ahead of) {weekday}
    {weekday} (is preceded by|comes right after|follows|comes straight after) (what|which day|what day)
    (one day before|a day before|the day before|one day ahead of) {weekday} (is what|is which day|would be what day)
    (name|give me|say) the (day|weekday) (that comes|coming|right) before {weekday}
    (if it is|it is|since it is) {weekday} (now|today) what day (was it yesterday|was yesterday|did we have yesterday)
    (i forgot|i always forget|remind me|i am not sure) (what|which day) (comes|is) before {weekday}
    the (day|weekday) preceding {weekday} (is|is called|would be) (what|which one)
    (in the week|on the calendar) (what|which day) (comes|is) (just|right) before {weekday}
    (what|which) day (do we have|will it be|is it) (right|one day|the day) before {weekday}
    # month after
    if (this is|it is|we are in) {month} (now|) (what|which) month (is|comes) next
    {month} is (almost|nearly) over (what|which) month (is|comes) next
    (what|which) is the next month (once|when) {month} is (over|done|finished)
    i (forgot|forget|can never remember) (what|which month) comes (right |straight |)after {month}
    name the month (that|which) (follows|comes after) {month} (please|)
    {month} is followed by (what|which month) (again|please|)
    (when|once) {month} (ends|is over) (what|which) month (begins|starts)
    (in|on) the calendar (what|which month) (is|comes) (right|directly) after {month}
    my (son|daughter|little girl) is learning the months (what|which one) (comes|goes) after {month}
    a month after {month} (is|would be|will be) (what|which month)
    # month length
    does {month} have (thirty or thirty one days|thirty one days or fewer|thirty days or more) (this year|)
    i (forget|forgot|can never remember|keep forgetting) how many days (there are in|are in|make up) {month}
    how many (days|whole days) (make up|go into) (the month of |){month}
    (count|count up|add up) the days (of|in) {month} (for me|please|)
    is {month} (a long month or a short one|one of the long months|one of the short months|a month of thirty days)
    {month} (goes on for|lasts|runs for|is made up of) how many days
    i am (making|drawing|filling in) a calendar how many (days|boxes) do i need for {month}
    my (son|daughter) says {month} has (thirty|thirty one) days is that (right|true|so)
    from the first to the (end|last) of {month} how many days (is that|are there)
    (what number|which date) is the (last|final) day of {month}
    # opening hours
    (until what time|how late|till when) (do you stay|are you|will you be) open on {weekday}
    (how early|from when) can (i|we|people) (come in|drop by) on {weekday}
    i (was hoping|want|am planning) to (stop by|drop in) on {weekday} (are you open then|will you be open|is anyone there)
    {weekday} is my (only free day|day off) (are you open then|will you be open|do you open that day)
    do you (close|shut) (early|for lunch|at noon) on (a |){weekday}
    (your|the) (sign|website) does not say (when|if) you (are open|open) on {weekday}
    are you (shut|closed) (all day |)on {weekday} (or not|)
    (business|office|working) hours (for|on) {weekday} (please|if you have them)
    if i (come|turn up|drop by) on {weekday} will (you be open|the doors be open|somebody be there)
    what hours (do you keep|do you work|are you open) (on a|on|this) {weekday}
    # shop
    i (will be|am) in {city} (today|tomorrow|next week) when does your (shop|store) (there |)open
    how early (can i|may we) (get into|go into) your {city} (store|shop|branch)
    (your|the) {city} (shop|store|branch) opens (at what time|when) (please|)
    what are the (opening times|opening hours|hours) (at|for) (your|the) (shop|branch) in {city}
    in {city} (when|what time|how early) do you open (the shop|the store|your doors) (in the morning|)
    my (wife|sister|friend) (lives|works) in {city} and asks when the (shop|store) there opens
    i am standing (in front of|outside) your (closed |)(shop|store) in {city} when (do you|will it|does it) open
    is (the|your) {city} (store|shop) (open yet|already open|open now|open in the morning)
    do you (run|own|also have|still have) a (branch|store) (somewhere |)in {city}
    {city} (store|shop) opening (times|time|hours) (please|)
    # weather
    should i (dress warmly|dress for rain|wear something warm|bring warm clothes) in {city} (today|)
    how (warm|cold|hot) (is it|does it get|will it get) in {city} (today|)
    {city} (how is the weather|what is the weather doing|what is the weather like) (over there|there|today)
    (give me|read me|let me hear) the (weather report|forecast|weather forecast) for {city}
    is the sun (shining|out) in {city} (today|right now|at the moment|)
    i am packing for {city} (how is the weather there|what is the weather like there|what weather should i expect|will i need warm clothes)
    what does the (sky|weather) look like (over |)in {city} (today|this morning|)
    are they having (rain|sunshine|good weather|bad weather) (over |)in {city} (today|)
    my (mother|son|brother) is (staying|living) in {city} is the weather (good|nice|bad|all right) there
    rain or (sun|sunshine|no rain) in {city} (today|)
    # train
    i am (at|standing in|on my way to) the station when does my train to {city} (leave|go|depart|pull out)
    how (long|much time) do i have (until|before) the (next |)train to {city} (leaves|goes|departs)
    which train (should|can|do) (i|we) take to (get to|reach|go to) {city}
    {city} by (train|rail) (when|what time) (can i leave|does it go|is the next one)
    (departure|departure time) of the (next |)train (to|for) {city} (please|)
    did i (miss|just miss) the train to {city} or (is it still coming|can i still catch it|does it leave later)
    my (sister|boss|friend) (has to|wants to) go to {city} by (train|rail) when does the train leave
    trains (to|towards|for) {city} (when do they leave|when do they run|what time do they go|are there any)
    (we are trying|i am hoping) to (get|travel) to {city} (on the next train|by train|by rail)
    (look up|find|check) (the|my) train to {city} (for me|please|)
    # price
    how many dollars (do you charge for|would i spend on|do i need to get) (the|one|that) {product}
    the {product} (goes|sells) for how much (please|these days|)
    (what|how much) (would|will) (the|that) {product} set me back
    i (have seen|saw|am looking at) (the|your) {product} (but there is no price on it|but cannot find the price|what does it cost|how much is it)
    before i (decide|say yes|make up my mind) what (does|would) the {product} cost (me|)
    (price check|a price) (on|for) (the|that) {product} (please|)
    is the {product} (cheap|costly|pricey|over a hundred dollars|under a hundred dollars) (or not|)
    (quote|name|give) me (a|your|the) price (for|on) (the|that) {product}
    what is the {product} (selling for|going for|worth|priced at) (these days|now|at the moment|)
    how much money (should i bring|do i need|must i save up) for (the|your|that) {product}
    # stock
    the {product} i (want|need|am after) (should|has to|must) be {color} (do you have it|have you got one|is there one)
    have you (run out of|sold|sold out of) the {color} {product} (already|)
    is the {product} (made|sold|offered) in {color} (too|as well|at all|)
    (check|look|see) (if|whether) you (have|stock|carry) the {product} in {color}
    {color} is the color i (want|need|like) for the {product} (do you have that|is that possible|can i get it)
    in {color} (do you have|have you got|can i get) (the|this|that) {product}
    any {color} {product} (in stock|on the shelf|in your store|available) (at the moment|today|)
    i only (see|find) the {product} in other colors (is there a {color} one|do you have it in {color}|does it come in {color})
    my (wife|son|daughter) (wants|is dreaming of|insists on) a {color} {product} (do you have one|is there one|have you got one)
    would you (happen to|by any chance) have (a|that|the) {color} {product} (somewhere|)
    # buy
    (i|we) have decided (on|to take|to order) (the|that|your) {product}
    (wrap up|pack up|ring up) (the|that|this) {product} for (me|us)
    it is (time|about time) (i got|to get|for) a new {product}
    i could (use|do with|really use) a new {product} (as a gift|for my brother|for myself|)
    let (us|me) (have|go for|go with|take) (the|that) {product}
    the {product} (sounds|looks) (good|perfect|great) i (will take it|want it|will have it)
    (would|will|could) you sell (me|us) (the|that|this) {product}
    one (new |){product} into (the|my) (basket|cart|shopping cart) (please|)
    how (do|can) i (order|buy|purchase) (the|that|your) {product}
    (our office|my family|my daughter) (needs|wants) a new {product} (so please order one|please add it to the basket|let us buy one)
    # problem
    something (is|went) wrong (with my order|with my purchase|here) the {product} {problem}
    (would|can) you believe (it|this) (my|the) {product} {problem}
    my (wife|daughter) (says|complains|noticed) (that |)(the|our) {product} {problem}
    i (want to|would like to|have to) (complain|make a complaint) (because|since) the {product} {problem}
    i am (not happy|unhappy|disappointed|upset) (because|that) (my|the) {product} {problem}
    (it is|this is|i am calling) about (my|the) {product} (it|which) {problem}
    (the|that) {product} from (my last order|your shop|your website|last week) {problem}
    what a (shame|pity|mess) (the|my|our) {product} {problem}
    the {product} {problem} and (i want your help|i need help|i do not know what to do|i am not pleased|that is not right)
    (who do i talk to|what should i do|can anyone help) (my|the|our) {product} {problem}
    # plus
    (my homework|this exercise|the question here|my math book) (says|asks) {plus}
    {plus} (that is|that would be|comes to) (what|how much)
    (what|how much) does {plus} (come to|add up to|amount to|equal)
    what (sum|total|result|answer) do (you|we) get for {plus}
    i (am bad|am terrible|was never good) at (math|numbers|adding) (what is|how much is) {plus}
    if (i|you|we) (take|do|calculate) {plus} what (is the total|comes out|is the sum)
    (a quick|one quick|an easy|a little) (sum|addition) for you {plus}
    (add this up|add these together|sum this up) (for me|please|) {plus}
    {plus} (is too hard for me|i cannot do it in my head|how much does that make|what should i write down)
    my (daughter|son|pupil) (cannot solve|is stuck on|is working on) {plus}
    # minus
    (here is|i have|let us do) a (quick |)subtraction {minus}
    what (is left|remains|is still there) (from|after|if i do) {minus}
    {minus} leaves (me with|us with|you with|) (what|how much)
    what is the (difference|answer|result) (when i do|if i calculate|when you take) {minus}
    my (son|pupil|niece) (wrote|has to solve|is puzzling over) {minus} (what is the answer|what does it make)
    i (keep getting|always get) {minus} wrong (what is it|how much is it|what should it be)
    (what|how much) does {minus} (come to|equal|leave|amount to)
    {minus} (in your head|without a calculator) (please|what do you get|can you do it)
    (math question|subtraction question|number question|homework question) (for you |)(how much is|what is|) {minus}
    if (you|i) (work out|calculate) {minus} (what number|how much) (is left|comes out)
    # times
    what (number|result|answer) comes out (for|when i do|if you do) {times}
    (do this|solve this|help me with this|i need this) multiplication (please |){times}
    in the (times table|multiplication table) (what is|how much is|what do i find for) {times}
    (my|our) teacher (wants|asked for|gave us) {times} (what do i say|and i do not know it|what is it)
    {times} (comes to|works out at|amounts to) (what|how much)
    we are (practicing|learning|doing) (multiplication|our tables|the times tables) (so |)what is {times}
    let us see {times} (is what|makes what|gives us what|would be what)
    i (never learned|do not know|forgot|have forgotten) (what|how much) {times} (is|makes)
    {times} (quickly|fast|off the top of your head|in your head) (please|what is it)
    (check my homework|test yourself|here comes a hard one|i bet you know this) (what is|how much is|) {times}
    # counting
    (my son|my daughter|the baby) (wants to hear|would love to hear|likes it when) you count from {range}
    count (up |out loud |aloud |slowly )from {range} (please|)
    {range} (count that|count them|say every number) (for me|please|out loud)
    how (do you|would you|does one|do we) count (up |)from {range}
    what numbers (are there|do i say|do we pass) (going|counting) from {range}
    list (all the|the) numbers (going |)from {range} (in order|one by one|)
    (show me|prove to me) (that |)you (can count|know the numbers|know how to count) from {range}
    we are (playing hide and seek|learning numbers|starting a race) (please |so |)count from {range}
    (read out|recite|run through|go through) (the|all the) numbers from {range}
    (are you able|do you know how|would you mind trying) to count (up |)from {range}
    # larger
    {few} or {other_few} (which is more|which one is larger|which is the bigger number|what is bigger)
    (out of|of|between) {few} and {other_few} (which|which one|which number) is (larger|bigger|higher|greater)
    is {few} (smaller|less|lower) than {other_few} (or not|or is it more|)
    (i have|here are|i give you) two numbers {few} and {other_few} (which one is larger|which wins|tell me the larger one)
    my (son|brother) (says|thinks|believes) {few} is (more|larger|bigger) than {other_few} is (he right|that true)
    would you say {other_few} is (more|larger|bigger|higher) than {few}
    is it {few} or {other_few} that is (larger|bigger|the larger number|more)
    if i have {few} (apples|points|coins) and you have {other_few} (who has more|which is more)
    (pick|name|give me) the (larger|bigger) (one|number) of {other_few} and {few}
    does {few} (beat|top|exceed) {other_few} or (not|is it the other way round)
    # reminder
    i (always|often|usually) forget to {errand} (please remind me|so remind me|can you help)
    (it would be nice|it would help|i would be glad) if you (reminded|could remind) me to {errand}
    (put|write) {errand} on my (list|to do list|task list) (please|)
    (later|tonight|this evening|tomorrow) i (must|have to|need to) {errand} (please remind me|do not let me forget)
    {errand} (that is what i must remember|is on my list today|i must not forget that|that is my task for today)
    my (wife|husband|boss) (told|asked|wants) me to {errand} (and i will forget|so remind me)
    (give me a nudge|give me a sign|let me know|send me a note) when it is time to {errand}
    (make sure|see to it|take care) (that |)i (do not forget|remember) to {errand}
    i (promised|am supposed|was asked|am meant) to {errand} (later|today|tonight)
    (a|one) reminder (please |)for (today|tomorrow|later) {errand}
    # alarm
    i (must|should|have to) be (awake|out of bed|on my feet) (by|at) {clock}
    make the (phone|clock|alarm clock) ring at {clock} (to wake me|so i wake up|so i get up)
    my (train|bus|flight) leaves early so (wake me|get me up|get me out of bed) at {clock}
    (tomorrow |)at {clock} (please wake me|get me out of bed|i want to wake up|the alarm should ring)
    do not let me (sleep|stay in bed|lie in bed) (longer than|past|beyond|later than) {clock}
    i (need|want|would like) (to be woken|to be woken up|someone to wake me|you to wake me) at {clock}
    (my|the) wake up time (tomorrow |today |)is {clock}
    (i get up|i rise|my day starts) at {clock} so (set the alarm|please wake me|i need an alarm)
    (alarm clock|wake up call|morning alarm) (tomorrow |)(at|for) {clock}
    could (the|my) alarm (go off|ring|sound) at {clock} (tomorrow|)
    # timer
    my (eggs|potatoes|cookies|noodles) need {few} minutes (please time them|start the clock|tell me when they are done)
    the (cake|pizza|pie) (has to|must) bake for {few} minutes (set a timer|watch the time for me|start the timer)
    {few} minutes (on the clock|on the timer|countdown) (please|starting now|)
    (ring|beep|warn me|alert me) when {few} minutes (have passed|are up|have gone by)
    let me know (once|as soon as|when) {few} minutes (have passed|are up|are gone)
    i (want to|am going to|will) (rest|nap|exercise|study) for {few} minutes (time me|please time it|tell me when to stop)
    (run|begin|give me) a countdown (of|from|for) {few} minutes
    can you (time|measure|clock) {few} minutes (for me|from now|starting now)
    (stop me|interrupt me|give me a shout|make a sound) (after|in) {few} minutes
    (my|the) timer (should|must) (run|go) for {few} minutes
    # turn on
    why is the {light} (off|not on|still off) (please turn it on|switch it on)
    (could somebody|can someone|will somebody) (switch|turn|put) the {light} on
    it is time (for|to start|to switch on) the {light} (now|)
    (activate|power up|enable) the {light} (please|for me|)
    the {light} is (off|not on|still off) but i (need|want|would like) it on
    (is it possible|is there a way|would it be possible) to (have|get) the {light} (switched|turned) on
    (the |){light} (please |)(switch it on|turn it on|put it on)
    (would you mind|do you mind) (turning|switching|putting) on the {light} (for me|)
    i forgot to (turn|switch|put) on the {light} (can you do it|please do it|do it for me)
    i am (nearly|almost) home so (turn|switch|put) the {light} on
    # turn off
    why is the {light} (still on|on at this hour|on all day) (turn it off|switch it off|shut it off)
    (kill|cut|shut off|shut down) the {light} (please|now|)
    (i am going to bed|we are leaving|nobody is home) so (turn|switch|put) the {light} off
    i (think i|may have|must have) left the {light} on (please turn it off|can you switch it off)
    (that is enough of|i have had enough of|i am tired of) the {light} (turn it off|switch it off|make it stop)
    (deactivate|power down|disable) the {light} (please|for me|)
    the {light} is on but (i want it off|it should be off|nobody needs it|we do not need it)
    no one (needs|is using|wants) the {light} (so turn it off|you can switch it off|it can go off)
    can the {light} (go|be switched|be turned|be) off (now|please|)
    (let us save power|save some energy|to save money please) (turn|switch) off the {light}
    # waiting
    {few} days have (passed|gone by) (and still nothing|and nobody answered|without an answer)
    how (much longer|long) (must|do|should) i wait (it has been|i have waited) {few} days already
    your (colleague|office|company) (promised|wanted|was going) to call me {few} days ago
    i (wrote|sent an email|sent a letter|complained) (to you |){few} days ago (and heard nothing|with no answer|)
    why (does it take|has it taken|is it taking) (you |)(more than |over |){few} days
    after {few} days (of waiting |)(i am still without an answer|there is still no news|i still have nothing)
    (for the past|for the last|in the last) {few} days (nobody has answered|i have heard nothing|there has been no word from you)
    my (delivery|order|package) should have (come|been here|arrived) {few} days ago
    you have (kept me waiting|left me waiting|made me wait) (for |){few} days (now|already|)
    i have (been patient|had no answer|had no news|been without news) for {few} (whole |long |)days
    # feel good
    (everything is fine|life is good|what a day) i (feel|am feeling) (so |really |){good}
    i (just |)(want|wanted) to (tell you|say|let you know) (that |)i feel {good}
    {good} (is how i feel|is how i am feeling|that is how i feel) (today|right now|)
    i have not felt (this|so|that) {good} (in years|in a long time|for weeks|before)
    (thanks to you|after your help|after that news|since this call) i (feel|am feeling) (really |so |){good}
    (guess what|good news|you know what) i (feel|am feeling) {good} (today|at last|)
    my (day|week|morning) (was|has been) (wonderful|lovely) (and |)i feel {good}
    feeling (really |pretty |so |){good} (today|over here|this afternoon|)
    how {good} i (feel|am feeling) (today|this morning|right now)
    (if you ask me|since you ask|you ask how i feel) i (feel|am feeling) (really |just |){good}
    # feel bad
    (this whole thing|this situation|all of this) (makes|has made) me (very |so |){bad}
    (it has been a bad day|nothing goes right|i had a long day) (and |)i feel {bad}
    i (do not know why|cannot say why|have no idea why) but i (feel|am) {bad}
    {bad} (all day|all the time|since yesterday|again) that is how i feel
    since (yesterday|last night|this morning) i have (been|felt|been feeling) (so |terribly |){bad}
    why (am i|do i feel) (so |always so |this ){bad} (today|these days|)
    i have (never|rarely) been (so|this) {bad} (in my life|before|)
    (to be honest|honestly|to tell the truth|i must say) i am (getting |becoming |feeling |){bad}
    (it is raining|it is late|the day is grey) and i (feel|am) {bad}
    can you (cheer me up|comfort me|help) i (feel|am|am feeling) (so |){bad}
    # message
    {first_name} is (waiting for|expecting) me but i (am|will be|am running) late (let them know|)
    (send|write) {first_name} (a text|a note|a few words) (that|saying) i (am|will be) late
    (my bus is stuck|i am stuck in traffic|i missed my bus) (please |)(tell|text) {first_name} i will be late
    i (am|am running|will be) late (please |)(tell|inform|text|warn) {first_name}
    could you (get word|drop a line|send word) to {first_name} that i (am|will be) (late|running late)
    i (cannot make it|will not be there) (on time|in time) (please |)(tell|text|inform) {first_name}
    (apologize|say sorry) to {first_name} (for me |)because i (am|will be) (late|a bit late)
    {first_name} (does not know|has no idea) (that |)i (am|will be) late (please say so|can you tell them|send a message)
    i do not want {first_name} to worry so (say|write) (that |)i (am|will be) late
    message (to|for) {first_name} (i am late|i will be late|i am running late|sorry i am late)
    # call
    get (me |us |){full_name} on the (line|telephone) (please|now|)
    see if {full_name} (is home|is free|has time) and (call|ring|phone) them
    i have not (talked|spoken) to {full_name} (in weeks|for ages|in a long time) (call them|ring them up|so please call)
    {full_name} is (the person|the one|who) i (want|need) (to call|you to call|on the phone)
    (ring up|call up|telephone) {full_name} (please|right away|at once)
    (start|place|set up) a (phone |)call to {full_name} (for me|please|)
    (dial|call|try) the number (of|for) {full_name}
    {full_name} is (expecting|waiting for) my call (please dial|so dial now|please connect us)
    (is it possible|would it be possible|is there a way) to (reach|get hold of) {full_name} (by phone|on the phone)
    i (lost|do not have|forgot) the number of {full_name} (can you call them|please call them|please dial it)
    # address
    (i|we) (just|recently) (moved|relocated) to {city} (so change the address|please note that|)
    from (now on|next week) (everything|my mail|all my parcels) (should|must) go to {city}
    {city} is (where i live now|my new home|where we live now|my new address|where my order should go)
    my old address is (wrong|no longer good|out of date) i (live|am) in {city} now
    (change|update|correct) (the|my) (address|delivery address|shipping address) to {city}
    can (my|the|our) (order|delivery|things) be (sent|shipped|delivered) to {city}
    i have (a new|found a) (apartment|flat|house|home) in {city} (please note it|so send it there|)
    (the order|everything) (goes|should go) to my (house|place|home) in {city}
    (ship|deliver|send it) to {city} (instead|not to my old address|from now on)
    my (family|husband|wife) and i (live|are living|have settled) in {city} (now|these days)
    # flight
    i (have to|must|need to) be in {city} (on|by|this) {weekday} (so book me a flight|please find a flight|can i fly)
    {weekday} to {city} (by plane|one plane ticket|one flight) (please|)
    (put|get) (me|us) on a (plane|flight) to {city} (on|this) {weekday}
    (does anything fly|is anything flying|does a plane go|do you fly) to {city} on (a |){weekday}
    (next|this) {weekday} (we|my wife and i) (want|are planning|would like) to fly to {city}
    to {city} by plane (on|this|next) {weekday} (is that possible|can you book that|please book it)
    there is a (wedding|meeting|party) in {city} on {weekday} (book me a flight|i need a flight|find me a plane)
    i am (looking for|searching for|after) (a cheap|an early|a good|a) flight to {city} (on|for) {weekday}
    reserve (a seat|two seats|a window seat) on the {weekday} (flight|plane) to {city} (please|)
    the {weekday} flight to {city} (i want to be on it|are there seats left|is it full|please book it)
    # table
    {few} (people|of us|guests|friends) are coming (for dinner|to eat) at {clock} (do you have a table|please keep a table)
    (dinner|lunch|a meal) for {few} at {clock} (please|if possible|can you do that)
    can you (seat|fit in|take|squeeze in) {few} (people|of us|guests) at {clock}
    we are a (party|group) of {few} and we (want|would like|hope) to eat at {clock}
    we (want|would like|are hoping) to (eat|have dinner) at {clock} (there are {few} of us|we are a group of {few}|a table for {few} please)
    at {clock} a table for {few} (people |of us |)(would be great|is what we need|please|can you manage that)
    (keep|hold|save|prepare) a table for {few} (people |guests |)(at|from) {clock}
    (it is my birthday|my parents are visiting|we are celebrating) and we (need|want|would like) a table for {few} at {clock}
    is your restaurant full at {clock} or (can|could) {few} (people|of us|guests) (still come|sit down|have a table)
    (seats|places|room) for {few} at {clock} (please|is that possible|would that work)
""")


MANDARIN = listed("""
    # fact
    (我忘了|我不记得|我记不清|我不清楚){fact}
    (麻烦|)(帮我|给我)(查一下|看一下|查查){fact}
    {fact}(我怎么也想不起来|我一直不明白|我真的不知道|我总是忘)
    (昨天|今天|早上)(有人|有个朋友|孩子)问我{fact}我不知道
    (考考你|考你一个问题|问你一个简单的问题|来个问题){fact}
    我们(几个|)都(不知道|想知道|不清楚){fact}
    {fact}(答案是什么|这个你会回答吗|你说呢|这你知道吗)
    (你来|请你|麻烦你)(回答一下|说说看|告诉我们){fact}
    # small talk
    (小诺|小诺啊|小诺你好|你好小诺){remark}
    {remark}(我在跟你说话|我在和你说话|你听到了吗|听见了吗)
    (好吧|好的|那好吧|好了){remark}
    (我说一下|我就说一下|我想跟你说|就一个事){remark}
    (听我说|你听我说|请听我说|你听好)(小诺|){remark}
    {remark}(客服|客服小诺|客服你好|你好小诺)
    (等一下|等等|你等一下|请等一下){remark}
    # greeting
    有没有人(在|在听|在线|)(啊|)
    (你们|小诺|客服|老师)好(啊|)
    (下午|晚上|中午)好(啊|小诺|)
    (喂喂|喂喂喂)(你好|有人吗|在吗|)
    (你好|您好)(又是我|是我|我又来了|我来了)
    (电话通了吗|有人接电话吗|有人在听吗|有人接吗)(你好|)
    (我|我来|)(给|跟)(你|您)问(个|)好
    # morning
    (小诺|客服|老师)(早|早上好|早安)
    (早|早啊|您早|你早)(小诺|)
    (今天|)(真是|是)(个|一个)(美丽|美好|晴朗)的早上
    新的一天开始了(早上好|早安|早啊|你早)
    祝(你|您|你们)(早上愉快|有个美好的早上|有个愉快的早上)
    (太阳出来了|起床了)(早上好|早安)(小诺|啊)
    (早上好|早安|早啊)(睡得好吗|睡得怎么样|昨晚睡得好吗)
    # thanks
    (你|您)(真的|)帮到我(了|们了)
    (感谢|谢谢)(你|您)(的时间|的回答|这么用心|帮我查)
    (麻烦|真是麻烦|太麻烦)(你|您)了
    (我|我们)(不知道|真不知道)(怎么|要怎么)(谢|感谢)(你|您)
    (你|您)的(帮助|回答)对我(很|非常)(有用|重要)
    (我|我们|真的|)十分感谢(你|您|你们|)
    (这样|)(就好|就行)(了|啦)谢谢(你|您)
    谢谢(小诺|客服)(帮我|帮了我|的帮助)
    # goodbye
    (好了|行了|好吧)(就这样|就到这里|就说到这里)(吧|)
    (我|我们)(以后|下次|有事|明天)再(打来|打给你|打电话来)
    (过几天|以后|一会|晚上|明天早上)(见|再聊|再见)
    (时间不早了|很晚了|我要去上班了|我还有事)(要挂了|就这样吧|再见|不聊了)
    (不打扰|不麻烦)(你|您|你们)了(再见|我挂了|下次见)
    (晚安|祝你晚安|祝您晚安)(再见|小诺|)
    (我的事都好了|我都明白了|我都清楚了|没什么要问的了)(再见|那我挂了)
    (和|跟)(你|您)聊天(很|真)(开心|愉快|高兴)再见
    # human
    你(帮不了我|不明白我说的)(换|叫|找)(个人|真人)来
    有没有(真人|活人|人工客服)(可以|能)(接电话|跟我说话|帮我)
    (我的事|这件事)只能(跟|和)(真人|你们经理|你们的人)(说|讲)
    (对着|跟)(机器|电脑)说话(太累|太烦|没有用)(换|找)人工
    你们(公司|店)的(经理|客服)(在不在|在吗|现在有空吗)
    (人工|真人)客服(要怎么|怎么)(找|转|接通)
    麻烦(你|您|)把(我|电话|我的电话)转给(人工|经理|别人|你同事)
    # password
    我(怎么也|就是|真的)想不起来(我的|)密码(了|)
    (登录|我的)密码是(什么|多少)(我|)(不记得了|忘了|记不得了)
    (系统|网站)(说|一直说)(我的|)密码(有错|不对|错了)
    在哪里(可以|能)(重设|换|改)(登录|我的|)密码
    (我的|)账户(进不去|登不上|打不开)了(可能是|是不是)密码(不对|错了)
    登录(的时候|时)(要|问我)密码(我|可是我)(不知道|忘了)
    麻烦(发|寄|给)我(一个|个)新密码(吧|)
    (以前的|旧|老)密码(不行|没用)了(想换新的|要换一个|请换一个)
    # lost card
    (昨天|今天)(坐车|买东西)的时候(卡|银行卡)(丢|掉)了
    (我的|)钱包和(卡|银行卡)都(丢了|不见了|没有了)
    (怎么|要怎么)(锁|锁住)一张(丢了|不见了)的(卡|银行卡)
    (银行卡|我的卡)(放|放在)哪里(了|)我(想不起来|不知道)
    (不要|别)让(别人|人)用我的(卡|银行卡)(它丢了|它不见了|已经丢了)
    (有人|不知道谁|别人)(在|正在|)用我(丢了|不见)的(卡|银行卡)
    我的(包里|钱包里)(少|丢)了(一张|那张|)银行卡
    我把(卡|银行卡)(落|忘)在(火车|飞机|车)上了
    # name
    (忘了说|说一下|跟你说一下)(我叫|我的名字是|本人叫){full_name}
    {full_name}(就是我|这就是我|我就叫这个|这是我的名字)
    (打电话|打来|打电话来)的人(是|叫){full_name}
    (朋友们|朋友|同事)(都|一直|)叫我{full_name}
    (记一下|请记下|请记|请记一下)(我的|)名字(是|){full_name}
    (您好|你好)(和您说话的|跟您说话的|给您打电话的)是{full_name}
    (账户|订单|账单)上(的|我的)名字(是|叫){full_name}
    你问我(叫什么|的名字|是谁)(我叫|我是){full_name}
    # order status
    (我的|){digits}号订单(一点消息都没有|怎么还没到|还没发货吗|走到哪一步了)
    麻烦(看看|查查)我(买|订)的东西到哪里了(订单是|订单号是|订单){digits}
    (我的|)订单{digits}(有消息吗|有没有消息|有新消息了吗|还要等几天|还要多少天)
    为什么(我的|)订单{digits}(还没到|还没有来|还在路上|这么慢)
    (昨天|上星期|上个月)下的订单{digits}(现在怎么样|寄出来了吗|有没有发货|几时能到)
    我(有点|很)担心(我的|)订单{digits}(没有寄出来|还没有发货|来不了)
    {digits}(是|就是)(我的|)订单(号|号码)(请查一下|帮我看看|请告诉我到哪了)
    (请问|告诉我|我想看看)(我的|)订单{digits}的(状态|最新状态|最新情况)
    # cancel order
    (我改主意了|东西不需要了)(别|不要)(寄|发)订单{digits}(了|)
    订单{digits}(别|不要|不用)(寄|送)(了|给我了|过来了)
    (现在|){digits}(号|这个)订单(还能|还可以)取消吗
    (我|孩子)不小心下了订单{digits}(请取消|要取消|不要了|取消掉吧)
    (怎么|要怎么|在哪里|如何)取消(我的|)订单{digits}
    订单{digits}(买错了|订错了|多买了)(请|帮我|要)取消(掉|)
    (我|我们)在(别的店|别的地方|朋友那里)买到了(取消|请取消|想取消)订单{digits}
    (如果|)(没发货|还没有发货|没有寄出)的话(请|就)取消订单{digits}
    # refund
    订单{digits}我(已经|都|)(寄|退)回去了(钱呢|钱在哪里|什么时候退钱)
    (我的|)退款(还没到|一直没来|什么时候到|怎么还没有)订单(是|号是){digits}
    (我在|我还在|我们一直在)等订单{digits}的退款(到账|)
    订单{digits}(我付了两次|我付多了|我多付了)(请退钱|请退款|把钱退给我)
    我(不满意|不喜欢)订单{digits}(请|我要|想)(退钱|退款)
    (怎么|如何|在哪里)(拿回|要回)(我的|)订单{digits}的钱
    {digits}(号|这个)订单的钱(能|可以)(退|还)(我|给我|回来)吗
    (请|麻烦)(退款|退钱)(给我|)订单(号|)是{digits}
    # balance
    (我|)(还能|能|可以)花多少钱(账户|账号)(是|){digits}
    (余额|我的余额)(有|是|还有)多少(账号|账户)是{digits}
    {digits}(号|这个)账户(里|上|)(现在|)有多少(钱|元)
    (我的|)账户{digits}(没钱了吗|还有钱吗|是不是没有钱了|空了吗)
    (帮我|麻烦)(看看|查查)(我的|)账户{digits}(还能用|还有)多少
    (买东西|付钱|交房租)(前|之前)(我要|我想)(看看|查查)账户{digits}
    (请|麻烦)(报|说|念)(一下|)账户{digits}的(余额|金额)
    (我|我们)在账户{digits}(里|上)(一共|总共)有多少钱
    # parcel
    包裹(怎么还没到|一直没来|还没送来|丢了吗)(号码|包裹号)是{digits}
    {digits}(号|这个)包裹(现在|)(在什么地方|走到哪里了|到什么地方了)
    (你们|他们)把(我的|)包裹{digits}(放在|送到|寄到)哪里了
    (我的|)包裹{digits}(是不是|会不会是)(丢了|送错了|寄错了)
    (门口|房间里)没有(看到|收到)(我的|)包裹{digits}(它在哪里|去哪里了)
    (查一查|看一看|找一找)(我的|那个|)包裹{digits}(走|送)到(哪里|哪)了
    (朋友|妈妈|公司)(寄|发)(给我|来)的包裹{digits}(在哪里|还没到|到哪里了)
    我(要|想)(拿|取)(我的|)包裹{digits}(它在哪里|现在在哪里)
    # phone number
    (要找我|有事|有消息)(就|可以|请)(打|打电话到){long_digits}
    {long_digits}(是我的手机|这是我的电话|打这个找我|这个号码能找到我)
    我(换|改)了(号码|手机号|电话)(新的是|现在是){long_digits}
    (你|你们|)(可以|能)用{long_digits}(找到我|打给我)
    (要是|如果)(电话|线)断了(请|就)(打|打回){long_digits}
    (我房间|我公司|我店里|我工作)(的|)(电话|电话号码)是{long_digits}
    (回电话|回电)(请|就)(打|用){long_digits}(这个号码|)
    (我的|)(手机|电话)号(你记一下|请记好|我说一下){long_digits}
    # repeat digits
    把{digits}(再|)(说|念|读)(一遍|给我听|一次)
    {digits}(请|你)跟(着|)我(说|念|读)
    (我说|我念)(数字|一个号码)你(重复|跟着说|再说一遍){digits}
    {digits}(听清楚|听到|听见|记住)了吗(请重复|请再念|再说一遍|念给我听)
    (请|)(读|念)(出|)(这个|这几个)(数|数字){digits}
    我想听(你|您|小诺)(说|念|读|重复){digits}(一遍|)
    (看看|看)你(会不会|能不能)(说|念|重复){digits}
    (我们对一下|检查一下)(数字|号码){digits}(你再说一遍|你重复一次)
    # transfer
    {full_name}(在等|等着)我的{amount}元(请转|帮我转|快转)(过去|给他)
    我(要|想|得)(还|付|送)(给|){full_name}{amount}元
    从我的(账户|银行卡|账户里)(转|付|拿){amount}元给{full_name}
    {amount}元(请|帮我|要)(打|转|付)到{full_name}(账户里|的账户|的卡上)
    (我要|请|帮我|)(付款|转账|转钱)给{full_name}(一共|){amount}元
    {full_name}(帮我|给我)(付|买东西花)了{amount}元(我要还他|请还给他|我想还给他|要还给他)
    我(上次|昨天)(拿了|用了){full_name}{amount}元现在(还|转)给他
    转账{amount}元(收款人|收钱的人)(是|叫){full_name}
    # charge
    我(不知道|不明白|想问){amount}元(花在哪里了|是什么费用|是什么钱)
    (我的|我)(卡上|账户里|银行卡里)(怎么|为什么)少了{amount}元
    (这|那|这笔){amount}元是(谁|为什么|因为什么)收的
    你们(是不是|怎么|为什么)多(收|要)了我{amount}元
    (这个月|上个月)的账单(上|里)(多了|有)(一笔|){amount}元(怎么回事|为什么)
    我(没|没有)(买|订)东西(怎么|为什么)(收|要)(我|){amount}元
    (请|麻烦)(说明|告诉我|讲一下)(为什么|怎么会)(有|收)这{amount}元
    银行说我(付|多付|花)了{amount}元(那是|这是)(什么钱|为什么)
    # appointment
    {weekday}{clock}(我想|我要|我打算)(来一下|过来|去你们那里)
    (你们|经理|医生){weekday}{clock}(有时间|有空|能)(见我|见面)吗
    (我想|请|)约(个|一个)时间(在|){weekday}{clock}
    {weekday}{clock}(给我|帮我)(安排|定|订)(个|一个)(时间|预约|会面)
    我(只有|就){weekday}{clock}(有空|有时间)(能见面吗|可以来吗|行吗)
    (我的|)(预约|会面)(定|安排)在{weekday}{clock}(吧|行吗)
    (如果|要是){weekday}{clock}(有空|还有空)(请安排给我|我就预约|我想来)
    (见面|会面|预约)(时间|)我选{weekday}{clock}
    # move appointment
    (预约那天|见面那天)我(来不了|没空|有事)(改|换)(到|成){weekday}
    (预约|会面)(能不能|可不可以)(早|晚)几天改到{weekday}
    {weekday}我(有空|能来|有时间)(预约|会面)(改|换)到那天
    预约的(日子|时间)(要|想|得)(改|换)(到|成){weekday}
    (会面|预约)不在那天了(改|换)(到|成){weekday}
    把(我的|)(预约|会面|见面)推到{weekday}(吧|可以吗|行吗|)
    (预约|见面|会面)还是(改在|换到|放到){weekday}(吧|好)
    约好的(时间|日子|会面)(请|要|想)(改到|换成){weekday}
    # birthday
    每年(的|){date}(我都|我|朋友都给我)过生日
    (我妈妈|妈妈|我妈)(在|){date}(生下了我|生了我)
    (你|您)问(我的|)生日(就是|是|){date}
    我的出生(日期|日子|那天)(是|在){date}
    (账户|系统)里(的|我的)生日(记|改|定)成{date}
    (别|不要)忘了(我的|)生日(是|在){date}
    (请|)(在|){date}(祝我|跟我说)生日快乐
    我(过|)生日(是在|那天是|的日子是){date}
    # delivery date
    {date}(有人收货|我能收货|我有空)(可以|请)(送货|送来|那天送)
    (送货|送货日期|送货时间)(我选|选在|定为){date}
    最好(在|){date}把(东西|货|我的订单)(送来|送到)
    (我想让|我要|请让)(你们|他们)(在|){date}(来|)送货
    (东西|订单|货)(能不能|可不可以)(在|){date}(到|送到|到我这里)
    (别的日子|别的时间|这几天)我(不在|没空)(请|就){date}送(货|来)
    {date}(来|)送(货|东西)(行不行|可不可以|能不能行)
    送货(时间|日期|)(能|可以)(推到|放到|安排在){date}吗
    # day after
    过了{weekday}(是|就是|到)(哪天|星期几|哪一天)
    昨天(是|){weekday}(那|)今天是(星期几|哪一天)
    {weekday}(再过一天|再加一天|下一天)(是|就是)(星期几|哪天|哪一天)
    (哪天|星期几|哪一天)(在|排在|跟在){weekday}(后面|之后)
    {weekday}睡(一觉|一晚)(起来|醒来)(是|就到)星期几
    从{weekday}(算|数|开始)(过|再过)一天是(星期几|哪天)
    {weekday}的(明天|下一天|后面一天|后面那天)是(星期几|哪天)
    (我忘了|我不知道|我想知道){weekday}(过后|过一天)是(哪天|星期几)
    # day before
    (哪天|星期几|哪一天)(在|排在){weekday}(前面|之前)
    明天(是|就是){weekday}(那|)今天是(星期几|哪一天)
    (如果|)今天是{weekday}(那|)昨天是(星期几|哪一天)
    {weekday}的(昨天|上一天|前面一天|前面那天)是(星期几|哪天)
    {weekday}(减|减去)一天(是|就是|等于)(星期几|哪天)
    (哪一天|哪天|星期几)过(后|了)就(是|到){weekday}
    {weekday}(早一天|提前一天|倒回一天)(是|就是)(星期几|哪天)
    (还有|再过)一天就(是|到){weekday}(那|)今天是(星期几|哪天)
    # month length
    一年(里|中)(的|){month}有(多少|几)天
    {month}(是|有)(三十天|三十)还是三十一天(呢|)
    我(不记得|忘了|不知道|不清楚){month}(有|是)(多少|几)天
    (请问|)(在|){month}的天数(是|有)多少
    {month}(的|)最后一天是(几号|多少号|哪一号)
    (算算|数数|数一数){month}(里|)有(多少|几)天
    {month}从(一号到最后|开始到最后)(有|是)(多少|几)天
    # opening hours
    我(打算|想){weekday}(过来|去店里)(你们开着吗|有人吗|开不开门)
    {weekday}(你们|店里|店里的人)(上班|工作|做生意)吗
    {weekday}(你们|店里|商店)(开到|营业到)(几点|什么时候)
    {weekday}(从|是|)几点到几点(开门|营业|有人)
    (你们|店里|商店)(是不是|会不会)(在|){weekday}(休息|关门|不开门)
    {weekday}(最早|最晚)(几点|什么时候)(可以|能)(来|进店|去店里)
    {weekday}的(开门|关门|营业)时间(能告诉我吗|是几点|请说一下)
    (如果|要是)我{weekday}(来|去店里)(有人在|开着门|你们开门)吗
    # shop
    {city}(那个|的那个)(店|商店)(早上|)(几点|什么时候)开门
    我(在|到了){city}(你们的|这里的)店(几点|什么时候)开门
    {city}(有没有|能不能找到)你们的(店|商店|分店)
    (几点|什么时候)(可以|能)(进|去){city}的(店|商店)(买东西|)
    {city}(分店|商店|店)的(开门|营业)时间(是什么|是几点|告诉我)
    (想|要)(去|到){city}的(分店|商店)看看(几点开|什么时候开)
    (今天|现在){city}的(店|商店|分店)(开了吗|开着吗|开门了没有)
    {city}的(商店|分店|店)最早(几点|什么时候)(开门|营业|有人)
    # weather
    {city}(现在|那里)(热不热|冷不冷|有没有下雨|有没有太阳)
    {city}(今天|现在)是(晴天|多云)还是(下雨|雨天|刮风)
    {city}(今天|现在|那里)(有|)(多少|几)度
    {city}(今天|现在)(出太阳|有雨|有大风|有雪)吗
    (麻烦|请)(报|讲|查)(一下|)(今天|){city}的天气
    我(要|想|正要)去{city}(那里|那里的)天气(好吗|好不好|怎么样)
    {city}(今天|)的天气(预报|情况)(是什么|怎么说|怎么样)
    (我妈妈|我朋友|我们)在{city}那里(下雨吗|冷不冷|天气好吗)
    # train
    坐火车(去|到){city}(要|)(几点|什么时候)(走|出发|上车)
    {city}(那班|的那班|那一班)火车(几点|什么时候)(发车|出发)
    (今天|现在)(还有没有|有没有)火车(去|到|开到){city}
    我(不想|不能)错过去{city}的火车(几点|什么时候)(走|开车|出发)
    (我想|我要|帮我)(买|订)(一张|)(去|到){city}的火车票
    (下一班|这班|)火车(几点|什么时候)(开|出发)(去|到){city}
    去{city}(要坐|坐|能坐)(哪班|哪一班|几点的)火车
    (到|去){city}的火车(走了没有|开了没有|开走了吗|晚点了吗)
    # price
    {product}(要花|得花|要付)(我|)(多少钱|多少元)
    (多少钱|多少元)(可以|能)(买|买到)(一个|){product}
    (你们的|){product}(贵不贵|是不是很贵|会不会太贵|很贵吗)
    {product}(现在|今天|)(卖什么价|什么价钱|什么价|卖多少)
    (想问个价|问一下价钱|我来问价格){product}(多少|卖多少)
    (如果|要是)(买|订){product}(要|得)(付|花)多少钱
    {product}的(标价|报价|价钱)(是多少|请说一下|能告诉我吗)
    (你们|店里|网站上)的{product}(卖|要)(多少钱|多少元|几元)
    # stock
    (你们|店里|){color}的{product}(还在卖吗|没有了吗|都卖掉了吗|能买到吗)
    {product}我(喜欢|想要|只要){color}的(有吗|有没有|你们有吗)
    (我|)(能|可以)在(你们这里|店里|网站上)(买到|找到){color}的{product}吗
    (店里|你们|网站上)(卖不卖|有没有卖|还有没有){color}的{product}
    {product}(可以|能)(选|买|要){color}的吗
    {product}(的颜色|颜色)(有没有|能不能是|能不能选){color}(的|)
    (查一下|看看|请查查){color}的{product}(还有没有|有没有货|有货吗)
    (想|要)给(妈妈|朋友|孩子)买{color}的{product}(有吗|有货吗)
    # buy
    (这个|那个|){product}(我要了|我买了|给我来一个)
    {product}(帮我|请|给我)(下单|下个单|加到购物车)(吧|)
    我(没有|还没有|要用){product}(想买一个|要订一个|帮我买一个)
    (加|放|拿)一个{product}(到|进)(我的|)购物车
    (我想好了|我们选好了|看来看去)(就|还是)(买|要){product}
    (请|麻烦)(卖|寄)(给我|我)一个{product}(吧|)
    (我想|我要)(付款|付钱|下单)买(一个|){product}
    想给(妈妈|朋友|孩子)(买|订)一个{product}(请下单|帮我下单|)
    # problem
    (我要跟你说|告诉你们一下|我来说一下)(我的|那个){product}{problem}
    {product}{problem}(我不满意|我很不满意|这可不行|这样不行)(啊|)
    {product}{problem}(怎么回事|为什么会这样|我要怎么做|你们怎么说)
    (昨天|上星期|上个月|前几天)(买|订)的{product}{problem}
    (我打电话来|我打来|我找你们)(是|)因为(我的|){product}{problem}
    (没想到|真没想到|不知道为什么|怎么)(我的|){product}{problem}
    (帮帮我|请帮我看看|麻烦看一下)(我|我朋友|我们)的{product}{problem}
    (我的|这个|我买的){product}有(问题|个问题)(就是|){problem}
    # plus
    {plus}的(结果|答案|得数)(是什么|是多少|告诉我)
    (我算不出来|我不会算|我算不清楚|我忘了怎么算){plus}
    (孩子|老师|有人)问(我|){plus}(是多少|等于几|得多少)
    (你|电脑|小诺)(会不会|能不能)(算|做){plus}
    {plus}(这道题|这个)(怎么算|你会吗|你能算吗|得多少)
    (帮我|给我|请)(看看|想想){plus}(是|得|等于)多少
    {plus}(加起来|一共|总共)(是多少|有多少|得多少)
    (来做|来算|考你|问你)一道题{plus}
    # minus
    {minus}(算出来|算下来)(是|得|有)(多少|几)
    我(想不出|算不清|不知道|不会){minus}(等于多少|是几)
    (妈妈|同事|朋友)(想知道|问我){minus}(是多少|等于几|得多少)
    (你|你们|小诺)(能不能|可不可以)(算出|告诉我){minus}(等于|得)几
    {minus}(减下来|之后|以后)(是|还有)(多少|几)
    (麻烦|快)(算算|算一算|看看){minus}(还有|得)多少
    (有一道|我有道|这是一道)题{minus}(怎么算|你会吗)
    {minus}(我要|请说|说一下|告诉我)(答案|结果)
    # times
    {times}(乘出来|乘起来)(是|得|等于)(多少|几)
    (我忘了|我不记得|我想不起来|不知道){times}(是多少|等于几)
    (孩子|哥哥|有人)(想知道|要算){times}(得|等于)多少
    (小诺|电脑|你)(会|能)(算|做){times}吗
    {times}的(得数|答案|结果)(呢|你知道吗|是几)
    (麻烦|帮我)(乘一下|算一算|想一想){times}(得几|是多少)
    {times}(你来算|你算算看|请算出来|快算一下)(吧|)
    (考考你|问个题|简单的问题|来一道题){times}
    # counting
    从{range}一个一个(数|念|说)(出来|给我听|)
    {range}(中间|之间)的(数|数字)都(念|说|数)(一遍|出来)
    (我|孩子)(想|要)听你从{range}(数数|数一遍)
    (你|小诺)(会不会|能不能)从{range}数(数|下来|一遍)
    {range}(数来听听|请数一遍|数给我听|你来数)
    (跟|和)(我|孩子|我们)一起从{range}(数|数数)
    (来|请|我们)(数数|数数字)(从|){range}
    {range}(有哪些数|都有哪些数|是哪些数)(字|)(念一下|)
    # reminder
    (到时候|一会|晚上|明天)(叫我|告诉我|跟我说){errand}
    {errand}(这件事|的事)(请提醒我|帮我记住|别让我忘了|记一下)
    我(总是|老是|常常)忘了{errand}(请提醒我|到时叫我|帮我记着)
    (今天|明天|晚上)(我|)要记得{errand}(请叫我|提醒我一下)
    (加|记|定)(一个|一条)提醒(内容是|是|){errand}
    我(等一下|一会|明天)(要|得){errand}(我会忘|帮我记着|到时提醒我)
    (如果|要是)我(忘了|没有){errand}(就|请)(告诉我|提醒我|叫我)
    (请|帮我)把{errand}(记进|记到|放进)备忘录
    # alarm
    {clock}(我要起床|我得起床|我要起来)(请叫我|请叫醒我|定个闹钟)
    (明天的|早上的|)闹钟(请设|要设|设)(在|成|到){clock}
    (别|不要)让我睡过{clock}(叫醒我|到时叫我|要叫我)
    (在|){clock}(把我|要把我|请把我)(叫醒|叫起来)
    我(需要|想要)(一个|){clock}(叫我的|起床的|的)闹钟
    {clock}的(起床|)闹钟(帮我设好|请设一下|来一个|定好)
    (能不能|可不可以)(定|设)(个|一个)闹钟(时间是|在|到){clock}
    我(明天|早上)(有事|上班)(请|){clock}叫(醒我|我起床)
    # timer
    过{few}分钟(跟我说|提醒我|告诉我)(一声|一下|)
    (计时器|定时器)(设|定|开)(在|到|){few}分钟
    {few}分钟(倒计时|定时|计时)(开始|请开始|现在开始|来一个)
    我(在|正在)(烤面包|做咖啡)(要|请)计时{few}分钟
    (帮我|给我)看着(时间|钟)(过|等){few}分钟(叫我|告诉我)
    (从现在|现在)(开始|起)(计时|倒数|算){few}分钟
    (能不能|可不可以)(设|定)(个|一个){few}分钟的(计时|定时|倒计时)
    等{few}分钟(再|就)(叫我|告诉我|说一声)
    # turn on
    {light}(怎么没开|还没有开|没开)(打开吧|请打开|帮我开)
    (帮我|麻烦你|请你)把{light}(开起来|开着|打开来)
    {light}(麻烦开一下|请开一开|给我开了|帮我打开)(吧|)
    (让|我想让|请让){light}(开着|开起来)
    (我|我们|这里)需要{light}(请打开|请开一下|能开吗)
    {light}(能不能|可不可以)(开|打开)(一下|)
    (现在|快|请你)(开|打开){light}(吧|)
    我(们|)忘了开{light}(帮我开|请开一下|现在开吧)
    # turn off
    {light}(怎么还开着|还开着|一直开着|不用开了)(关了吧|请关掉|帮我关上)
    (不用|不要|别)(再|)开(着|){light}了
    {light}(麻烦关一下|请关一关|给我关了|帮我关掉)(吧|)
    (我要睡觉了|我要出门了|我要走了|我们走了)(关掉|请关|关上){light}
    {light}(能不能|可不可以)关(一下|掉|了|上)
    我(们|)忘了关{light}(帮我关|请关一下|现在关吧)
    (现在|快|请你)(关|关掉|关了){light}(吧|)
    (我们|我|现在)不(用|需要){light}了(请关掉|关了吧)
    # waiting
    {few}天(过去|都过去)了(还没有消息|我还在等|东西还没到)
    (你们|怎么)让(我|我们)(等|白等)了{few}天
    (要我|让我|)等{few}天(太长了|太慢了|真不行)
    (到今天|到现在)(我|我们)(已经|都)等了{few}天
    你们说(很快|明天)(到|来)(可是|现在)(都|已经){few}天了
    {few}天(了|)(还没有结果|都没人回答我|没有人回我|一点消息都没有)
    还要(我|我们|)等(多长时间|几天|到什么时候)(已经|都){few}天了
    (这|我这|我们|怎么)一等就是{few}天(了|)
    # feel good
    (不知道为什么|说不清为什么)我(就是|今天){good}
    (我觉得|我感觉|我现在感觉|感觉)(今天|){good}
    从(早上|昨天)(到现在|开始)我(都|一直){good}
    (这几天|这个星期|最近)我(都|一直|真的|){good}
    {good}(这就是我的感觉|我现在就是这样|我今天就是这样|是我今天的感觉)
    (你问我怎么样|要说我的心情|说真的|跟你说)(我|我真的){good}
    (东西|订单|包裹|钱)(到了|收到了)(以后|所以)我{good}
    你(知道|听得出)我(今天|现在|真的|){good}吗
    # feel bad
    (不知道怎么了|说不清怎么了)我(就是|今天){bad}
    (我觉得|我感觉|我现在感觉|感觉)(今天|){bad}
    从(早上|昨天)(到现在|开始)我(都|一直){bad}
    (这几天|这个星期|最近)我(都|一直|真的|){bad}
    {bad}(这就是我的感觉|我现在就是这样|我今天就是这样|是我今天的感觉)
    (今天没有好消息|今天什么都不对|事情都不好)(所以|)(我|我现在){bad}
    你(知道|听得出)我(今天|现在|真的|){bad}吗
    (我想|我就想|只想)(跟你|和你)说(我|我现在|今天我){bad}
    # call
    {full_name}(在吗|在不在)我(要|想)(跟|找)(他|她)说话
    我(有事|有话|有急事)(要|想)(跟|和){full_name}(说|讲)
    (请把|麻烦把)(电话|我的电话)(接到|转到){full_name}那里
    {full_name}的电话(现在|)(帮我打一下|请接通|麻烦打一个|能打通吗)
    (我想|我要|能不能|帮我)给{full_name}(打|去)(个|一个)电话
    (能不能|可不可以|请)让{full_name}(接|听)(电话|一下电话|我的电话)
    叫{full_name}(来|)(听|接)(电话|一下)(吧|)
    我(要|想|得)(跟|和){full_name}(通话|通电话|通个话|讲电话)
    # address
    我(新家|的新家|的房子)在{city}(请寄到那里|送那里吧|寄去那里)
    {city}是(我的新家|我现在住的地方|我家|要寄的地方)
    (我|我们)不住(老地方|以前的地方|那里)了(现在在|搬去|搬到){city}
    (东西|货)(要|请)(寄|送|发)(到|去){city}
    (上个月|昨天|上星期|今年)(我|我们)(搬来|搬到|搬家去)了{city}
    (收货|送货)的地方(请|)(改|换|写)成{city}
    (以后|从现在起|下次)(都|请)(寄|送)到{city}
    我(有了|换了)(新家|新房子)(在|就在){city}
    # flight
    {weekday}(坐|要坐)飞机(去|到){city}(帮我订票|请订一张票|还有票吗)
    (飞|去|到){city}的(机票|航班)(我要|请订|有没有){weekday}的
    我(得|要){weekday}(到|去){city}(有航班吗|有飞机吗|订张机票)
    去{city}我(想|要|打算){weekday}(坐飞机|飞过去)(有票吗|)
    (两张|一张|三张){weekday}(飞|去){city}的(机票|飞机票)
    (能不能|可不可以)(给我|帮我)(安排|订)(在|){weekday}飞{city}
    (有没有|还有没有)(飞机|航班|班机)(在|){weekday}(飞|去|到){city}
    {weekday}(我|我们)(有事|有工作|有个会)要(飞|坐飞机去){city}
    # table
    {few}(个人|位)(想|要)(在|){clock}(来吃|吃东西)(有桌子吗|有位子吗)
    {clock}我们(一共|有){few}(个人|位)(来吃|要一张桌子|要位子)
    (订|要)一张(能坐|坐){few}个人的桌子(时间是|定在){clock}
    {few}(位|个人){clock}(坐得下吗|还有地方坐吗|有桌子吗|能坐下吗)
    (今天|明天){clock}(给我们|请)(安排|定){few}个人的(桌子|位子)
    (我|我们)(跟|和)朋友{clock}(来吃|过来)一共{few}(个人|位)(请订一张桌子|要一张桌子)
    桌子(要|订|请定){clock}的(一共|我们){few}(个人|位)
    {few}(个人|位)的(桌子|位子)(能|可以)(定在|订){clock}吗
""")
