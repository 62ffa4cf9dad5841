"""Ways to say the requests of `english` and `mandarin` that training alone uses, as `phrasings` writes them. None is
held out, and no reading of one is within a word (in Mandarin a character) of one that is.
"""

from training.world.phrasings import listed

ENGLISH = listed("""
    # fact
    help me win this (argument|quiz) {fact}
    my daughter keeps asking me {fact}
    {fact} (any idea|do you know|do you happen to know)
    it is for a crossword {fact}
    since you know so much {fact}
    let us test your knowledge {fact}
    i am doing homework with my son {fact}
    {fact} i really (should|ought to) know that
    nobody at the table knew this {fact}
    use your encyclopedia and answer this {fact}
    a bit of trivia {fact}
    {fact} my teacher wants the answer tomorrow
    we play a guessing game and the card says {fact}
    my phone has no internet so could you answer {fact}
    # small talk
    before we get to business {remark}
    {remark} my (dear|good) machine
    i just felt like chatting {remark}
    hey robot {remark}
    a personal word to you {remark}
    {remark} little computer
    i am a bit bored so {remark}
    oh by the way {remark}
    well my digital friend {remark}
    nothing important i only called to say this {remark}
    while my coffee is brewing {remark}
    okay assistant {remark}
    let us chat for a (minute|moment|bit) {remark}
    tell me honestly my electronic pal {remark}
    # greeting
    is this the (service|customer) line
    am i (speaking|talking) to the assistant
    (hi|hello) can you hear me
    (hello|hi) i have a (question|request|small problem)
    (hello|hi) this is my first time calling
    howdy partner
    nice to hear you pick up hello
    (hi|hello) again it is me
    i could use (some|a little) help
    knock knock are you listening
    (good day|hello) to you and your team
    did i dial the right place hello
    excuse me can you help me with something
    i have something to ask are you there
    # morning
    morning (folks|everyone|everybody|all)
    good morning is anyone (awake|up) already
    i hope you slept well good morning
    rise and shine good morning
    a (wonderful|beautiful|pleasant) good morning to all of you
    good morning i am calling early today
    the sun is up good morning
    hi there and a happy morning to you
    good morning are you open yet
    first call of the day good morning
    my wife and i wish you all good morning
    the kids are at school so good morning
    good morning from a loyal customer
    good morning i need your (help|advice|assistance)
    # evening
    evening (folks|everyone|everybody|all)
    a (lovely|wonderful|pleasant|very good) evening to you all
    good evening are you still (open|there|working)
    i just got home from work good evening
    a fine evening to everybody at the office
    good evening can anybody help me
    dinner is done so now good evening
    have i caught you before closing good evening
    my husband and i say good evening
    dark outside already good evening
    good evening from the whole family
    is anyone there this evening
    good evening just one quick question
    before i go to bed good evening to you
    good evening after a long day
    # thanks
    i really appreciate (it|that|your help|what you did)
    that was (very|really|so) kind of you
    that helped me (a lot|enormously|so much) thanks
    my (wife|husband|mother) says thank you too
    you have been a great help
    many thanks for your (time|patience|trouble)
    well done you solved my problem thank you
    how can i ever thank you
    you really made my day
    how (nice|thoughtful|generous) of you
    without you i would have been lost thank you
    a big thank you to the whole team
    # goodbye
    see you (soon|later|around)
    that was all (bye|goodbye) (now|)
    i have to (run|go|leave) (bye|goodbye)
    take care (bye bye|goodbye|)
    so long
    my bus is here (bye|goodbye)
    nothing else from my side goodbye
    we are done here bye bye
    my battery is almost empty so bye
    it is time to say goodbye
    the kids are calling me so bye for now
    have a (great|pleasant|relaxing) day bye
    you have answered everything bye
    i will let you get back to work goodbye
    # repeat
    sorry i (missed|did not catch|did not get) that
    one more time please
    the line is (bad|terrible|awful) say that again
    i could not (hear|understand) you
    my hearing is poor would you mind repeating that
    you spoke too (fast|quickly|softly) for me
    would you say that once more more slowly
    i (only got|heard only) half of that
    the dog was barking please repeat what you said
    huh i lost you there for a second
    my baby was crying please start again
    the connection dropped your last words are missing
    what were your last words
    can you go back and explain it once more
    # human
    (connect|transfer|put) me through to a real person
    is there a (real person|human being|living person) i can talk to
    give me (somebody|someone) with a pulse
    i would (rather|prefer to) speak with a person
    no more machines i want a person
    can (somebody|someone) from your staff take over
    my mother does not like talking to robots get her an agent
    let me (talk|speak) to customer service staff
    you do not understand me hand me over to a colleague
    since you cannot help me i want a human agent
    where do i find a flesh and blood employee
    are there any people working there i need one
    my case is complicated let a specialist handle it
    i refuse to discuss this with a bot
    # password
    my password (stopped working|does not work|is wrong|has expired)
    i am locked out of my (profile|online account|login)
    i cannot (log in|sign in) (any more|today|)
    how do i (set|choose|make) a new password
    my son changed the password and now i cannot get in
    the website (rejects|refuses|will not take) my password
    which password did i use it has slipped my mind
    send me a link to reset the password
    after three (tries|attempts) it still says wrong password
    i lost the paper with my password on it
    help me get back into my account the password is forgotten
    since the update my password is not accepted
    somebody may know my password i want another one
    what can i do if the password will not work
    # lost card
    (block|freeze|cancel) my (bank card|credit card|debit card) (please|right away|)
    my (wallet|purse|handbag) was stolen with my bank card in it
    a thief (took|stole|grabbed) my credit card
    i cannot find my bank card (anywhere|any more)
    where could my credit card be i have searched everywhere
    my card must have fallen out of my pocket
    i (dropped|misplaced) my bank card somewhere
    since yesterday my debit card has been missing
    i want to report a (lost|missing|stolen) card
    my husband lost our bank card on the beach
    somebody has run off with my card
    i left my credit card at the (restaurant|hotel|airport) and now it is gone
    after shopping my bank card was not in my bag
    the cash card is lost what should i do
    # name
    my (full|whole|complete) name is {full_name}
    you are (speaking|talking) (with|to) {full_name}
    please put me down as {full_name}
    this is {full_name} (speaking|calling|on the phone)
    since you want to know who i am i am {full_name}
    in my passport it says {full_name}
    the contract is under the name {full_name}
    my name used to be different now it is {full_name}
    you can (enter|note|register) my name as {full_name}
    the person calling you is {full_name}
    you will find me under {full_name} in your files
    i sign my letters with {full_name}
    for the record the customer is {full_name}
    got a pen my name is {full_name}
    # caller
    i am {first_name} and my home is {city}
    you have {first_name} from {city} on the phone
    i moved to {city} last year my name is {first_name}
    here in {city} everybody knows me as {first_name}
    call me {first_name} i come from {city}
    i am sitting in {city} and my name is {first_name}
    it is raining in {city} this is {first_name}
    i am ringing from {city} you can call me {first_name}
    your friend {first_name} is calling all the way from {city}
    i am on a business trip in {city} and my name is {first_name}
    guess who is in {city} it is me {first_name}
    we live near the station in {city} and i am {first_name}
    the weather is great in {city} and {first_name} is on the phone
    i work in {city} and everyone calls me {first_name}
    # order status
    when will order (number|) {digits} (arrive|come|get here)
    can you check (on|the status of) order number {digits}
    my wife is asking about order {digits}
    i am still waiting for order {digits}
    order {digits} is it ready
    since monday i have heard nothing about order {digits}
    will order {digits} be here soon
    it is taking forever what about order {digits}
    let me know how order number {digits} is doing
    did my order {digits} get lost or is it coming
    is there a delay with order {digits}
    my kids cannot wait for order {digits} how long will it be
    tell me whether order {digits} is on schedule
    # cancel order
    i (changed my mind|found it cheaper elsewhere) please cancel order {digits}
    can order {digits} (still|) be (cancelled|stopped)
    order {digits} was a mistake take it out of the system
    my husband already bought one so cancel order {digits}
    forget about order {digits} i no longer want it
    how can i get out of order {digits}
    remove order {digits} from your list
    since it takes too long i am cancelling order {digits}
    order number {digits} should be called off
    i ordered twice by accident so cancel {digits}
    we are moving abroad so order {digits} must be cancelled
    the present was the wrong idea get rid of order {digits}
    if you have not packed order {digits} please cancel it
    # refund
    i (returned|sent back) order {digits} and would like a refund
    order {digits} arrived broken please give me my money back
    i am still waiting for the refund on order {digits}
    the goods from order {digits} were faulty so i want a refund
    please (start|arrange|issue) a refund for order {digits}
    what i paid for order {digits} should be returned to me
    my wife was promised a refund for order {digits}
    i demand my money back order {digits} was rubbish
    is a refund possible for order number {digits}
    since order {digits} never came i expect a refund
    return the money for order {digits} to my card
    the shoes from order {digits} did not fit so refund me
    nobody has paid me back for order {digits} yet
    i am not happy with order {digits} and ask for a refund
    # balance
    what is the (current|) balance on my account {digits}
    how much do i have in account {digits}
    is there (any|enough) money in account {digits}
    before i go shopping how is account {digits} doing
    my husband wants to know how much is in account {digits}
    i would like to know what my account {digits} holds
    account number {digits} how much is on it
    what funds are available in account {digits}
    payday was yesterday so what does account {digits} show
    rent is due how much does account {digits} have
    is account {digits} in the black
    i lost track of what remains in account {digits}
    please look at account {digits} and tell me the amount
    did my salary make it into account {digits} what is the balance
    # parcel
    where (has|did) package {digits} (gone|got to)
    can you find out where parcel {digits} is (now|right now|)
    my sister sent me a parcel the number is {digits}
    how close is package {digits} to me
    i would like to track the package with the number {digits}
    is parcel {digits} (still|) on the road
    my parcel {digits} seems to be lost where is it
    since tuesday i have been waiting for parcel {digits}
    what is the location of package {digits}
    the courier never showed up with parcel {digits}
    grandma keeps asking where her package {digits} is
    at which depot is parcel {digits} at the moment
    how far has the package {digits} travelled
    i paid for express so where is package {digits}
    # phone number
    if anything comes up (ring|phone) {long_digits}
    {long_digits} is my (new|) (phone|mobile|telephone) number
    the best number to get hold of me is {long_digits}
    during the day my phone is {long_digits}
    let the driver call me at {long_digits}
    for a call back please dial {long_digits}
    since i changed providers my number has been {long_digits}
    leave a message for me on {long_digits}
    the number in your file is old use {long_digits} from now on
    my wife answers the phone at {long_digits}
    type this into your phone book {long_digits}
    ask for me under {long_digits}
    at home you get me on {long_digits}
    # repeat digits
    can you (repeat|say) the digits {digits}
    please echo {digits}
    read these digits back to me {digits}
    what digits did i just say {digits}
    let us test your ears {digits}
    did you hear the digits {digits} repeat them
    just copy what i say {digits}
    i want to know if you hear me well repeat {digits}
    try to pronounce the digits {digits}
    be my parrot and say {digits}
    i read you a number and you repeat it {digits}
    the microphone test goes {digits} please repeat
    my daughter wants to hear you say the digits {digits}
    # transfer
    (send|wire|pay) {first_name} {amount} dollars (please|)
    please (send|transfer|wire) {amount} dollars to {first_name}
    i owe {first_name} {amount} dollars please send it
    can you (pay|wire) {amount} dollars to {first_name}
    {first_name} should (get|receive) {amount} dollars from me
    i want {amount} dollars to go to {first_name}
    {first_name} needs {amount} dollars from my account
    give {amount} dollars from my account to {first_name}
    my wife told me to send {first_name} {amount} dollars
    it is the birthday of {first_name} so send over {amount} dollars
    let {first_name} have {amount} dollars from my savings
    i borrowed from {first_name} so pay back {amount} dollars
    could {first_name} receive {amount} dollars from me today
    as a gift i am sending {first_name} {amount} dollars
    # charge
    why (was i|were we) (charged|billed) {amount} dollars
    there is a (charge|debit) of {amount} dollars on my statement
    {amount} dollars (went|disappeared) from my account why
    explain the {amount} dollars on my invoice
    where do these {amount} dollars on my card come from
    why did you take {amount} dollars from me
    my statement lists {amount} dollars and i have no idea why
    i never agreed to pay {amount} dollars
    my wife noticed that {amount} dollars were debited
    you have billed me {amount} dollars for what
    what did i spend {amount} dollars on with you
    please check why {amount} dollars were deducted
    i only see that {amount} dollars are missing tell me the reason
    how come my bill says {amount} dollars
    # appointment
    (book|make|schedule) (me|) an appointment (for|on) {weekday} at {clock}
    i would like to come in on {weekday} at {clock}
    can i (come|come by|see you) on {weekday} at {clock}
    do you have (anything|a slot|an opening) on {weekday} at {clock}
    i need an appointment {weekday} {clock} if possible
    would {clock} on {weekday} suit you
    please reserve {clock} on {weekday} for me
    my boss gave me {weekday} off can i come at {clock}
    since i work mornings i would like {weekday} at {clock}
    how about {weekday} at {clock} for a meeting
    sign my husband up for {weekday} at {clock}
    my tooth hurts may i visit on {weekday} at {clock}
    if {weekday} at {clock} is open i will take it
    the only time i am free is {weekday} at {clock}
    # move appointment
    (move|shift|postpone|change) my appointment to {weekday} (please|)
    can (my|the) appointment be (moved|changed|shifted) to {weekday}
    i cannot make it could we (do|say) {weekday} instead
    please reschedule me (for|to) {weekday}
    {weekday} would be better for my appointment than the day we agreed
    i am ill so put my appointment off until {weekday}
    let us push our meeting to {weekday}
    my plans changed and i would rather come on {weekday}
    i have to work that day is {weekday} possible instead
    is it all right to swap my appointment to {weekday}
    my wife needs the car so move my visit to {weekday}
    the date does not work any longer i need {weekday} instead
    would you mind shifting my booking to {weekday}
    rather than the old date give me {weekday}
    # birthday
    put down {date} as my (birthday|birth date|date of birth)
    every year on {date} i get a birthday cake
    for your records my birthday falls on {date}
    you asked when i was born that was {date}
    the party for my birthday is always on {date}
    as for my birthday write {date}
    my twin sister and i were both born on {date}
    you can send me birthday wishes on {date}
    my driving license shows i was born on {date}
    my age changes on {date} because that is my birthday
    it was {date} when i was born
    # delivery date
    please deliver (it|my order|the goods) on {date}
    could (it|the delivery) (come|arrive) on {date}
    bring it (over|to me|round) on {date}
    change the delivery date to {date}
    the best day for delivery is {date}
    my neighbor can take the delivery on {date}
    have the driver come with my order on {date}
    we are on vacation so please only deliver on {date}
    {date} would be perfect for the delivery
    let the sofa be delivered on {date}
    it should reach my house on {date}
    nobody is in before then so make the delivery {date}
    i took time off to receive the delivery on {date}
    # day after
    after {weekday} comes which day
    what do we call the day after {weekday}
    which day of the week is next after {weekday}
    once {weekday} is over what day is it
    name the day that follows {weekday}
    my little girl asks what comes after {weekday}
    when {weekday} ends which day (begins|starts)
    go one day forward from {weekday} what do you get
    do you know what day comes directly after {weekday}
    {weekday} and then what day
    the calendar shows {weekday} what is the next day
    suppose it is {weekday} what day do we wake up to tomorrow
    i am learning the week what comes after {weekday}
    right behind {weekday} there is which day
    # day before
    (what|which) day is (just|right|directly|) before {weekday}
    what do we call the day before {weekday}
    today is {weekday} so what day was yesterday
    name the day that (precedes|comes before) {weekday}
    which day ends when {weekday} begins
    go one day back from {weekday} what do you get
    my little boy asks what comes before {weekday}
    what was the day before if it is {weekday} now
    which day of the week leads up to {weekday}
    one day earlier than {weekday} is which day
    do you know what day we have before {weekday}
    suppose it is {weekday} what day did we have yesterday
    i am learning the week what comes before {weekday}
    the calendar shows {weekday} what was the previous day
    # month after
    {month} is nearly (done|finished|gone) which month (is up|are we in) next
    i always mix up the months what follows {month}
    my (son|daughter) has to name the month that (succeeds|follows) {month}
    when i turn the calendar page from {month} what do i see
    if {month} is this month then what is next month
    say the month right behind {month} (please|for me|)
    after {month} we (get|have) which month
    my rent is due the month following {month} which one is that
    which month (directly|immediately) follows {month} in the year
    suppose {month} just ended where are we now
    the magazine comes out the month after {month} so when would that be
    going through the year what do we say after {month}
    i learn the months in english and got to {month} what do i say next
    we are at the end of {month} so what comes along now
    # month length
    i have to plan my (shifts|work) for {month} how many days have i got to fill
    my landlord charges by the day so how many days does he count for {month}
    on which date does {month} end
    how many days will i cross off on my calendar in {month}
    i get paid on the last of {month} which date is that
    if i rent the room for all of {month} how many days is that
    i can never remember whether {month} is a long month or a short one
    if a shop opens every single day of {month} how many days does it open
    my (son|wife) bets {month} has thirty one days is that so
    i take one pill a day so how many pills do i need for {month}
    with a whole {month} of holiday how many days could i stay away
    knowing the calendar by heart how many mornings does {month} hold
    i am drawing a calendar page for {month} how many boxes does it need
    after which day does {month} stop
    # opening hours
    what are your (hours|business hours) on {weekday}
    i would like to (visit|drop by|stop by) on {weekday} when are you there
    is {weekday} a (working|normal|regular) day for you
    my husband says you are closed on {weekday} is that (true|right|correct)
    how early may i come to you on {weekday}
    between which hours can i (visit you|come round) on {weekday}
    do you (work|open up|serve customers) on {weekday}
    since i am busy all week could i come in on {weekday}
    will i find (somebody|anyone) there if i come on {weekday}
    the sign on your door says nothing about {weekday} when do you open
    how long are you open (for|) on {weekday}
    (hello|good morning|) i want to know your {weekday} hours
    i am driving a long way on {weekday} and do not want to find you closed
    somebody told me you take {weekday} off is that so
    # shop
    do you have a (branch|store|shop) in {city}
    i am (visiting|staying in) {city} when does your shop open
    what are the opening times of your {city} (branch|store|shop)
    at what hour may customers walk into the {city} store
    my cousin lives in {city} is there a shop of yours (nearby|near her)
    how early can i go shopping at your place in {city}
    when do the doors open at your shop in {city}
    we are standing outside your store in {city} and it is still closed when do you open
    is there any place in {city} where i can see your goods
    (tell|let) me know when the {city} branch starts serving customers please
    where you have your store in {city} from what time can i get in
    i would rather look at things in a shop is there one in {city}
    have you opened a store in {city} (yet|by now)
    i want to be the first customer at your {city} shop when should i be there
    # weather
    should i (take|bring) an umbrella to {city} today
    give me the forecast for {city} (please|)
    how does it look outside in {city}
    we are having a picnic in {city} today will it stay dry
    my daughter studies in {city} and i wonder if it rains over there
    do people need (a coat|sunglasses|boots) in {city} today
    {city} weather report please
    what kind of day is it in {city} (sunny or rainy|fair or foul)
    what sort of climate awaits me in {city} today
    are there any clouds above {city} at the moment
    tell me about the (conditions|temperature and the sky) in {city} today
    my flight lands in {city} this afternoon will i be welcomed by sunshine
    describe the skies in {city} to me
    is it a day for the beach in {city}
    # train
    when does the train (for|to) {city} (leave|depart|go)
    how can i get to {city} by (rail|train)
    my mother lives in {city} which train should i take
    is there (a train|any train|a rail connection) to {city} today
    if i want to ride the train to {city} when must i be on the platform
    i must not miss the train to {city} when does it pull out
    (when|at what time) should i be at the station for the {city} train
    we want to travel by rail to {city} what time do we set off
    has the train for {city} gone (yet|already)
    i am at the station and need the train to {city}
    how long until the {city} train departs
    look up the rail times for {city} (please|for me|)
    tell my husband when his train to {city} leaves
    my suitcase is packed and i only need a train to {city} now
    # price
    how much (is|do you charge for|do you want for) the {product}
    i only have a little money can i afford the {product}
    what is the price (tag|) on the {product}
    how many dollars do i need for the {product}
    there is no price on the {product} what does it come to
    my wife wonders how expensive the {product} is
    before i decide tell me the price of the {product}
    how much would i (pay|have to pay|spend) for a {product}
    the {product} looks nice but what does it cost
    could you quote me a price (for|on) the {product}
    is the {product} (very expensive|on sale|a bargain)
    i saw the {product} in your window how much is it
    what does one have to (lay out|fork out) for a {product} these days
    if i pay cash for the {product} how much money must i bring
    # stock
    is the {product} (available|in stock) in {color}
    have you got the {product} in {color}
    i saw a {color} {product} on your poster is it still available
    my kitchen is all {color} so is there a {product} to match
    are there any {color} ones left of the {product}
    could you check the (shelf|storeroom|warehouse) for a {color} {product}
    {color} is my favorite color do you carry the {product} in it
    what about the {product} in {color} do you keep it
    i have searched all over town for a {color} {product} is there one here
    among the colors of the {product} is there {color}
    is your {color} {product} sold out
    did they make the {product} in {color} (too|as well)
    my son will only accept {color} so can i get the {product} that way
    every shop has the {product} but never in {color} how about you
    # buy
    i will take the {product} (please|thanks|)
    add (the|one|a) {product} to my (cart|order|basket)
    my old one is gone so i will have the {product}
    could you (pack|wrap up) the {product} for me i am buying it
    let me have the {product} i have the money ready
    sold i am taking the {product} home
    my (sister|husband|boss) has a birthday soon so i will get the {product} as a gift
    okay you convinced me i am going with the {product}
    i have made up my mind to purchase the {product}
    can i place an order for a {product}
    go ahead and ring up the {product} i am paying today
    never mind the cost i am having the {product}
    my old {product} fell apart so sell me a new one
    here is my credit card i am getting the {product}
    # problem
    i bought a {product} from you and it {problem}
    (excuse me|hello|listen) the {product} {problem}
    i have a complaint the {product} {problem}
    there is something wrong with the {product} it {problem}
    since yesterday the {product} {problem}
    what can i do if my {product} {problem}
    i am not happy with the {product} because it {problem}
    my husband tells me that the new {product} {problem}
    the {product} i got last week {problem}
    can you help me the {product} {problem}
    i unpacked the {product} this morning and found that it {problem}
    we have trouble here as the {product} {problem}
    you sold my mother a {product} that {problem}
    we were so looking forward to the {product} and now it {problem}
    # plus
    what is (the sum of|the total of|) {plus}
    add up {plus} for me
    (calculate|work out) {plus} please
    tell me the (answer|result|solution) to {plus}
    if i add {plus} where do i end up
    i am doing my homework and i am stuck at {plus}
    on my shopping bill it says {plus} how much altogether
    i forgot my calculator what is {plus}
    do you happen to know how much {plus} is
    somebody check my addition i have {plus}
    let us practice adding up and begin with {plus}
    i have no fingers left to count {plus} please help
    the two of us cannot agree on what {plus} is
    my grandson wants to know about {plus} and i need the answer
    # minus
    what is {minus} (please|)
    (calculate|work out|solve) {minus} for me
    my (son|daughter) has to find out what {minus} is
    what is left when i take {minus}
    tell me the (answer|result|solution) of {minus}
    the difference in {minus} is how much
    i have trouble subtracting what is {minus}
    can you do {minus} in your head
    in the test there was {minus} what should i have written
    how much do you have left over with {minus}
    do you know what you get from {minus}
    my calculator is broken so please do {minus}
    i keep getting {minus} wrong what is the right answer
    let us practice taking away and begin with {minus}
    # times
    how much (is|does it make if i take|would you say is) {times}
    (work out|multiply|calculate) {times} for me
    my (son|daughter) is learning the times tables and asks for {times}
    i never learned my tables what is {times}
    do you know the (answer|result) of {times}
    what result do we get when we multiply {times}
    test yourself what does {times} give
    the exercise says {times} and i cannot do it
    help me with multiplication i have {times}
    without a calculator i cannot tell what {times} is
    could you do the sum {times} quickly
    we were given {times} to solve in class what is it
    we cannot agree on {times} who knows the answer
    my teacher will ask me {times} tomorrow what should i tell her
    # counting
    my little (boy|girl) wants to hear you count from {range}
    what are all the numbers from {range}
    let me hear the numbers from {range} one by one
    recite every number from {range} (for me|)
    please start counting and go from {range}
    show the children how to count from {range}
    which numbers do i pass on the way from {range}
    read out each figure from {range}
    i am learning to count so how do you go from {range}
    step by step take me from {range} in numbers
    do the counting from {range} (now|please|aloud)
    my baby falls asleep when someone counts from {range} so please do it
    i would love to hear your voice counting from {range}
    use your best english to count from {range}
    # larger
    is {few} (more|bigger|greater) than {other_few} or the other way round
    compare {few} (with|and) {other_few} for me
    of the numbers {few} and {other_few} name the larger (one|)
    i have {few} apples and my brother has {other_few} who has more
    would you rather have {few} dollars or {other_few} if you want the most
    my daughter cannot say whether {few} or {other_few} is the higher number
    does {few} beat {other_few} or is it smaller
    one bus has {few} seats the other {other_few} which holds more
    he scored {few} and she scored {other_few} who won
    tell me the bigger of the two {few} and {other_few}
    take {few} and {other_few} and pick the greater number
    who is older the one aged {few} or the one aged {other_few}
    one shirt costs {few} dollars the other {other_few} which costs more
    if i had to choose the bigger figure would it be {few} or {other_few}
    # reminder
    (please|) put {errand} on my to do list
    i have to {errand} so (give me a nudge|jog my memory)
    i must remember to {errand}
    my wife asked me to {errand} and i keep forgetting
    could you tell me later that i should {errand}
    my memory is bad so help me remember to {errand}
    add a reminder that says {errand}
    it would be (awful|embarrassing) if i forgot to {errand}
    see to it that i remember to {errand} today
    i promised my mother to {errand} so do keep me on track
    before the day is over i have to {errand} so please remind me
    my husband will be cross unless i {errand} so keep reminding me
    could i get a reminder because i need to {errand}
    i am so busy that someone has to remind me to {errand}
    # alarm
    wake me (up|) at {clock} (please|tomorrow|)
    i want an alarm (at|for) {clock}
    let the alarm (ring|go off) at {clock}
    please make sure that i am up at {clock}
    my flight is early so wake me at {clock}
    i would like a wake up call at {clock}
    tomorrow i must be out of bed by {clock}
    i tend to oversleep so have something loud wake me at {clock}
    {clock} is when my alarm should sound
    at {clock} i have to get up can you see to that
    my (husband|wife) wants us both woken at {clock}
    program an alarm that goes off at {clock}
    the baby sitter comes early so i need waking at {clock}
    i want to sleep but only until {clock}
    # timer
    let me know when {few} minutes (are up|are over|have passed)
    time me for {few} minutes
    could you (beep|buzz|ring) after {few} minutes
    the cake has to bake for {few} minutes so keep track of the time
    i want to rest for {few} minutes tell me when time is up
    please run the timer for {few} minutes
    the recipe says to let it simmer for {few} minutes can you time that
    my daughter may play for {few} more minutes start the countdown
    measure {few} minutes for me starting now
    in {few} minutes i have to take the bread out so set the timer
    i am going to exercise for {few} minutes please tell me when to stop
    the tea should steep for {few} minutes so watch the clock for me
    my break lasts {few} minutes could you alert me when it ends
    # turn on
    put the {light} on (please|)
    could you (start|activate) the {light}
    the {light} is off please change that
    my (mother|husband) would like to have the {light} on
    let us have the {light} on (now|for a while|)
    why is the {light} not on
    get the {light} going (please|)
    i am coming home soon please have the {light} running
    the {light} should be on by now
    my hands are full so could you get the {light} on for me
    is the {light} on if not please switch it on
    guests are coming any minute so have the {light} on
    i would be grateful if you put on the {light}
    # turn off
    please turn off the {light} before we leave
    why is the {light} still on
    i forgot to switch the {light} off can you do it
    i am going (out|away|to bed) so the {light} can go off
    we are wasting power with the {light} so turn it off
    the {light} does not have to be on
    no more {light} for now (please|)
    my (wife|father) is annoyed by the {light} please put it off
    is the {light} on if so switch it off
    the {light} has been on long enough
    my hands are full so could you get the {light} off for me
    everyone is asleep already so the {light} should be off
    we have had enough of the {light} switch it off
    i would be grateful if you put the {light} off
    # waiting
    it has been {few} days and (nothing has come|i have heard nothing|still no answer)
    i ordered {few} days ago and nothing has arrived
    how can it take {few} days
    my parcel is {few} days (late|overdue)
    {few} days is (too|far too|much too) long to wait
    i wrote to you {few} days ago and nobody answered
    where is my order it has been {few} days
    my wife is furious because we have waited {few} days
    {few} days have gone by without (a reply|any news)
    you said tomorrow and now it is {few} days later
    why do i have to wait {few} days for an answer
    since i sent my letter {few} days have passed
    my patience is at an end after {few} days of waiting
    i check the mailbox every day and after {few} days there is still nothing
    # feel good
    my day was great and i feel {good}
    i just got the job and i am {good}
    after the (holiday|weekend) i feel {good} again
    my daughter passed her exam and that makes me {good}
    it is nice to be {good} (for once|again)
    guess what i am {good}
    i woke up {good} this morning
    thanks for asking i am feeling {good}
    i have not been this {good} in (years|months)
    everything is going well and i am {good} about it
    talking to you makes me feel {good}
    if you ask me how i am i would say {good}
    you can hear it in my voice i am {good}
    my friends all notice how {good} i am these days
    # feel bad
    my day was awful and i feel {bad}
    i have been {bad} all (day|week|morning)
    i woke up {bad} this morning
    nothing is going right and i feel {bad}
    to be honest i am not well i am {bad}
    my (wife|boss|friend) can see that i am {bad}
    ever since (monday|yesterday) i have been feeling {bad}
    i stayed at home because i felt {bad} and still do
    if you want to know the truth i feel {bad}
    it is getting worse i am more and more {bad}
    it was a hard week and i ended up {bad}
    my mother worries because i am {bad}
    no matter what i do i stay {bad}
    what a terrible day i am {bad}
    # message
    (tell|let) {first_name} know i will be late
    could you (inform|warn) {first_name} that i will not make it on time
    i am stuck in traffic please tell {first_name}
    write to {first_name} that i will come later
    {first_name} is waiting for me say that i am delayed
    i missed my train so let {first_name} know
    please apologize to {first_name} for me i am going to be late
    i will not be there in time can you pass that on to {first_name}
    ask {first_name} to be patient i am on my way but late
    {first_name} should start without me since i am delayed
    pass the word to {first_name} that it will take me longer
    the meeting ran long so text {first_name} that i am behind schedule
    do me a favor and explain to {first_name} that i am running late
    my car broke down so somebody should tell {first_name} i will be late
    # call
    (call|phone|ring|dial) {full_name} (please|for me|)
    i (want|need|have) to (speak|talk) to {full_name}
    can you connect me (with|to) {full_name}
    make a (call|phone call) to {full_name}
    is {full_name} there i would like to have a word
    i have not heard from {full_name} in a while please ring
    my wife says i should phone {full_name} right away
    it is urgent get {full_name} on the phone
    let me speak with {full_name} (please|)
    would you try {full_name} for me on the phone
    could i have {full_name} on the phone please
    my lawyer is {full_name} please get that number ringing
    i would like to hear the voice of {full_name} so place a call
    we have things to discuss so ring up {full_name}
    # address
    i (live|am living) in {city} (now|these days)
    the parcel should (go|be sent) to {city}
    we have moved house and are in {city} now
    i would like the delivery to come to {city}
    mail the package to {city} for me
    my parents will take the parcel at their house in {city}
    can it be delivered to {city}
    for the shipping label the town is {city}
    i am not at the old place any more i live in {city}
    have the box brought to my home in {city}
    the destination for my order is {city}
    since last month i have a flat in {city} so send my things there
    i am spending the summer in {city} so please forward my order there
    you have the wrong town it should be sent to {city}
    # flight
    i need a (plane ticket|flight|seat on a plane) to {city} for {weekday}
    can i fly to {city} on {weekday}
    on {weekday} i have to be in {city} so get me a flight
    we want to fly to {city} this {weekday}
    my boss wants me in {city} on {weekday} find me a flight
    get me on a plane to {city} (on|this|next) {weekday}
    a ticket for the {weekday} plane to {city} please
    are there still seats to {city} on the {weekday} flight
    my sister marries in {city} so i have to fly there on {weekday}
    one air ticket to {city} leaving {weekday}
    please arrange air travel to {city} on {weekday}
    i plan to take off on {weekday} for {city}
    my grandmother in {city} turns ninety so i want to fly over on {weekday}
    which plane can take me to {city} on {weekday}
    # table
    (book|reserve) a table for {few} at {clock}
    can i (book|have|get) a table at {clock} for {few} people
    there will be {few} of us at {clock} for dinner
    do you have (room|space|seats) for {few} at {clock}
    we would like to eat at {clock} we are {few} people
    i want to make a reservation for {few} at {clock}
    dinner at {clock} for {few} people please
    my family of {few} wants to dine with you at {clock}
    is there a table free at {clock} for {few} guests
    hold a table at {clock} we will be {few}
    we are celebrating at {clock} and need a table for {few}
    at {clock} i am bringing {few} hungry friends so save us a table
    a reservation at {clock} please the group is {few} strong
    my wife and i invited friends so we need seats for {few} at {clock}
""")

MANDARIN = listed("""
    # fact
    考考你的常识{fact}
    {fact}我一时想不起来了
    书上没写{fact}所以来问问你
    老师让我们回家查{fact}
    请给我讲一讲{fact}
    我女孩问我{fact}
    {fact}这个我真的答不出来
    你知道的多给我说说{fact}
    我跟朋友打电话说到了{fact}
    电视上正在问{fact}
    想请您回答一个小问题{fact}
    {fact}我想了半天也没想出来
    我们家人都想知道{fact}
    {fact}请直接给我答案
    晚上睡不着就在想{fact}
    # small talk
    我一直(很好奇|想问){remark}
    (今天|下午)心情不太好{remark}
    {remark}我在等你回答呢
    我家小孩想对你说{remark}
    {remark}我是认真的
    换个轻松的话题{remark}
    朋友说跟你聊天很有意思{remark}
    没事做所以来找你{remark}
    先不说订单的事{remark}
    等车的时候想跟你说话{remark}
    喂小诺{remark}
    我给你打电话就是为了这个{remark}
    我想了一天还是想说{remark}
    小诺啊我来找你说话了{remark}
    # greeting
    有人在吗你好啊
    喂你好听得见吗
    客服你好
    先跟您问个好
    您好有人接电话吗
    听说你叫小诺你好啊
    朋友让我打来的您好
    今天过得好吗你好
    小诺小诺你好吗
    你好我在线上
    电话打通了您好啊
    你好很高兴见到你
    我是新来的你好
    先说一声你好
    你好听得到我说话吗
    您好我找小诺
    # morning
    一大早就打过来早上好
    祝你早安
    早早早
    今天起得真早早上好啊
    喝着咖啡跟你道声早安
    大家早啊
    早啊昨天睡得好吗
    小诺你也起来了早安
    我在上班的路上早上好
    今天天气真好早上好
    吃早点了吗早上好
    我起得很早跟您说声早安
    早啊妈妈
    一起来就想跟你说早上好
    早上好我也到公司了
    早上好今天也要开心
    # thanks
    太感谢你了小诺
    非常感激您的帮助
    问题解决了真的谢谢你
    让您费心了多谢多谢
    你太好了谢谢
    没有你我就麻烦了谢谢
    谢谢你给我说得这么清楚
    我妈妈也说谢谢你
    真的很感谢你们
    你做得真好谢谢
    有你真好谢谢了
    谢谢你等了我这么长时间
    事情都好了谢谢啦
    你这么快就帮我查到了谢谢
    多谢你今天帮我
    您人真好感谢您
    让我放心了谢谢你
    # goodbye
    没别的事了我挂了啊
    时候不早了我先走了
    那就这样吧拜拜
    我得去接孩子了下回再说
    手机快没电了先挂了
    老板叫我了再见啊
    我到家了先不说了拜拜
    我要去睡了再见
    孩子在叫我我先走了
    我要上班去了拜拜
    下个星期再跟你说吧再见
    好了就说到这里拜拜
    车来了我走了
    谢了拜拜小诺
    我要出门了先这样再见
    祝你开心再见
    先挂了家里来客人了
    # human
    让真正的人来接电话
    有没有真人可以接听
    你听不懂我的话找个人来吧
    机器回答不了我请叫人来
    可以让你的同事来接吗
    请让客服的人来接我的电话
    你是机器我要的是人
    我的事你不懂叫个人来
    有没有人能来跟我说话
    你说的我听不明白换个人吧
    我妈妈不会跟机器说话请找个人
    请找一个能说话的人来
    我要跟你们公司的人说
    打了好几次都是机器我要人工
    帮我接人工客服行吗
    这个问题机器不会还是让人来回答
    我想让你的老板来接电话
    # password
    登录不上去了因为密码忘了
    请给我(发|寄)一个新密码
    我想设一个新的密码
    换了手机以后密码记不得了
    密码怎么写都不对想换一个
    别人知道了我的密码我要换掉
    我的密码想不起来了怎么重设
    密码不能用了给我发个新的
    怎么换一个新密码
    我妈忘了密码请帮她重设
    老是进不去因为密码不对
    请问密码忘了要怎么做
    我想用新的密码
    很长时间没用把密码忘了
    给我手机发一个改密码的链接
    我记错密码了请给我换新的
    密码太简单了我想改
    # lost card
    把卡忘在出租车上了没找回来
    翻遍了家里也没有找到我的卡
    麻烦马上锁住我的卡它丢了
    昨晚还在的卡今天就没了
    小偷拿走了我的银行卡快帮我锁上
    我的卡被别人拿走了快锁
    坐公交的时候卡不见了
    回到家发现卡没了
    我的信用卡找了一天也没找到
    钱包没了卡也在里面
    请帮我把丢了的卡锁上
    卡丢了我想要一张新卡
    买东西的时候把卡丢了
    我妈妈的卡丢了请锁上
    孩子把我的卡丢了
    吃东西的时候卡被偷了
    要付钱的时候发现卡没了
    # name
    这里是{full_name}打来的电话
    请把我的名字记成{full_name}
    爸妈给我起名叫{full_name}
    登记的时候请写{full_name}
    跟你通话的人是{full_name}
    我的名字写作{full_name}
    我叫{full_name}你记一下
    给你打电话的人叫{full_name}
    我名叫{full_name}是新客户
    {full_name}这就是我的名字
    我妈给我取的名字是{full_name}
    朋友们都知道我叫{full_name}
    我先说名字我叫{full_name}
    订单上写的客人{full_name}就是本人
    # order status
    订单{digits}发货了没有
    我的订单{digits}(走到哪一步|进行得怎么样)了
    想了解一下订单{digits}的进度
    我上周下的单{digits}有消息了吗
    麻烦看看{digits}号订单现在怎么样
    订单{digits}是不是出了什么问题
    订单{digits}什么时候能好
    家里人让我问订单{digits}怎么样了
    订单{digits}还要等多长时间
    能跟我说说订单{digits}现在的情况吗
    我等了好几天订单{digits}怎么了
    买给妈妈的订单{digits}怎么还没好
    我昨天下的订单{digits}发出了吗
    订单{digits}你们打包好了吗
    有没有订单{digits}的新消息
    给我看一下{digits}这个订单到哪一步了
    # cancel order
    别发订单{digits}了我不买了
    我太太不喜欢订单{digits}取消好了
    订单{digits}还能取消吗
    在别的店买到了所以订单{digits}不用了
    我改主意了不要订单{digits}了
    订单{digits}我下错了请取消掉
    请不要再给我发订单{digits}我不要了
    因为买错了所以要取消订单{digits}
    等得太长了订单{digits}我要取消
    订单{digits}用不着了给我取消了吧
    我不想买了订单{digits}请取消
    帮我把{digits}这个订单取消了
    家里人说太贵了订单{digits}不要了
    订单{digits}是孩子下的请帮我取消
    现在取消订单{digits}行吗
    # refund
    订单{digits}什么时候给我退款
    订单{digits}的东西是坏的请把钱退给我
    货已经退回去了订单{digits}的钱呢
    请把订单{digits}的款退到我卡里
    我对订单{digits}不满意想拿回我的钱
    你们寄错了东西订单{digits}得退我钱
    我还没拿到订单{digits}的退款
    麻烦退还我为订单{digits}付的钱
    我想要回订单{digits}的钱
    订单{digits}怎么退款
    东西不好用订单{digits}请退钱
    衣服太小了订单{digits}我要退款
    订单{digits}给我发错了请退款
    我妈妈问订单{digits}的钱什么时候退回来
    说好了退款的订单{digits}钱在哪里
    订单{digits}的钱请退回我的卡上
    订单{digits}的东西坏了能退款吗
    # balance
    请查询账户{digits}的余额
    我账户{digits}上还有钱吗
    我的钱在账户{digits}里还有多少
    我爸想知道他的账户{digits}里有多少钱
    账户号{digits}帮我看看余额
    我想买手机看看账户{digits}里有多少钱
    账户{digits}里的钱还在吗
    公司发钱了看一下账户{digits}有多少
    能不能说一下账户{digits}里有几元钱
    花了很多钱账户{digits}还剩下多少
    给我看一下{digits}这个账户的钱
    我老公问账户{digits}里还有多少钱
    我的账户是{digits}里面有多少钱
    请你看看账户{digits}还有几元
    账户{digits}里我还能花多少钱
    # parcel
    包裹{digits}怎么还没到我家
    奶奶寄来的包裹{digits}还在路上吗
    门口没有包裹{digits}它去哪里了
    能定位一下包裹{digits}吗
    包裹{digits}走到什么地方了
    包裹{digits}在路上吗
    请看一下包裹{digits}现在到了哪里
    我在家等包裹{digits}它在哪
    包裹{digits}怎么找不到
    今天能看到包裹{digits}吗它在哪里
    包裹的号码是{digits}请查一下在哪里
    我妈妈问她的包裹{digits}到了没有
    想问一下包裹{digits}现在在什么地方
    包裹{digits}有没有到我们这里
    说好昨天到的包裹{digits}在哪里
    # phone number
    请记下我的手机号{long_digits}
    (有事|有消息)请打{long_digits}找我
    我换号码了现在用{long_digits}
    把我的号码改成{long_digits}
    白天打{long_digits}能找到我
    短信请发到{long_digits}
    旧号不用了新手机号是{long_digits}
    找我就打电话{long_digits}
    我的电话号码改了是{long_digits}
    请用{long_digits}给我打电话
    你记一下电话{long_digits}
    我上班时用的电话是{long_digits}
    我妈妈的电话是{long_digits}请记下来
    送货的人可以打{long_digits}
    我的手机换了新的号码{long_digits}
    请把{long_digits}记成我的电话
    # repeat digits
    请跟着我念{digits}
    你把{digits}重新念一遍
    我说{digits}你听到的是什么
    {digits}请你复述一下
    数字是{digits}请念给我听
    听好了{digits}跟我说一遍
    能不能把{digits}读出来
    {digits}你说一遍给我听
    请把我说的{digits}再说一遍
    我念{digits}你也念
    {digits}你听对了吗再说一次
    这几个数{digits}请你再念一次
    我说几个数字{digits}你再说给我听
    不知道你听清楚没有{digits}重复一下
    我说慢一点{digits}请你重复
    # transfer
    转{amount}元到{full_name}的账户
    收款人是{full_name}金额是{amount}元
    {full_name}要过生日了给她转{amount}元
    我要转账{amount}元收款人{full_name}
    请把我欠的{amount}元还给{full_name}
    我想给{full_name}打{amount}元
    我说好今天还{full_name}{amount}元
    请付给{full_name}{amount}元
    吃东西的钱{amount}元请转给{full_name}
    现在就转{amount}元给{full_name}行吗
    {full_name}帮我买了东西我要给他转{amount}元
    我妈让我给{full_name}转{amount}元
    用我的账户付{full_name}{amount}元
    昨天{full_name}帮我付了{amount}元请转给他
    # charge
    查账时发现多了一笔{amount}元的消费
    这个月账单里有{amount}元我不明白
    这{amount}元是怎么回事
    谁拿了我{amount}元
    我没买东西怎么会收{amount}元
    请说明一下那{amount}元是什么钱
    有{amount}元我不知道是买了什么
    手机上说我付了{amount}元是什么钱
    我妈妈问这{amount}元花在哪里了
    你们为什么要收我{amount}元
    那{amount}元是买什么的
    {amount}元是什么时候花的我不记得
    卡里没了{amount}元请帮我查一下为什么
    我看到一个{amount}元的账不明白是什么
    # appointment
    请帮我安排{weekday}{clock}的预约
    {weekday}{clock}可以过来吗
    能不能给我约在{weekday}{clock}
    我打算{weekday}{clock}过去找你们
    我妈妈想约{weekday}{clock}来看看
    要是方便的话我{weekday}{clock}到
    登记一个{weekday}{clock}的预约
    {weekday}我有空{clock}见行不行
    时间定在{weekday}{clock}好吗
    我要在{weekday}{clock}跟你们见个面
    {weekday}{clock}我能来见你们吗
    请把{weekday}{clock}给我
    我要上班所以想约{weekday}{clock}
    给我定{weekday}{clock}好不好
    我和家人想{weekday}{clock}过来见面
    # move appointment
    那天我没空预约改{weekday}吧
    约好的时间我去不了想改到{weekday}
    公司有事所以预约想换{weekday}
    不好意思我的预约要改期到{weekday}
    我的预约换到{weekday}行不行
    约好的那天不方便可以改到{weekday}吗
    请帮我换一下预约的日子改成{weekday}
    我老板不让我走预约只能改在{weekday}
    预约的时间我记错了请改到{weekday}
    预约太早了我想换到{weekday}
    我妈妈的预约要改到{weekday}
    我想换个日子预约改成{weekday}好吗
    我那天要开会预约改成{weekday}好不好
    家里来客人了预约能换到{weekday}吗
    请告诉同事我的预约要改到{weekday}
    # birthday
    请记住我的生日{date}
    你要的生日我告诉你是{date}
    我和我哥都是{date}生的
    请帮我登记生日{date}
    我是在{date}出生的孩子
    {date}我又要过生日了
    {date}大家都来给我过生日
    生日那里请写{date}
    我说一下我的生日{date}
    我爸爸说我是{date}出生的
    {date}出生的人就是我
    我告诉你我生在{date}
    我妈说我生在{date}
    {date}是家里人给我过生日的日子
    # delivery date
    麻烦{date}把东西送到我家
    送货时间请定在{date}
    {date}我在家可以送货过来
    能不能安排{date}送货上门
    {date}那天给我送吧
    别的时间没人在家请{date}送来
    我要求{date}送货
    可不可以在{date}把货送到公司
    {date}方便送货吗
    我们搬家了所以请在{date}送货
    把送货日期选为{date}
    我在家等货就{date}送吧
    东西{date}给我送过来
    我只有{date}在家请那天送货
    {date}是我方便收货的日子
    # day after
    {weekday}后面是哪一天
    {weekday}的下一天叫什么
    今天{weekday}那么明天呢
    (请问|请说说){weekday}接下来是哪天
    昨天是{weekday}今天是哪天
    孩子问我{weekday}过了是星期几
    {weekday}再加一天是什么日子
    今晚一过{weekday}就没了明天是哪天
    我记得昨天是{weekday}那今天是星期几
    在{weekday}后面来的是哪天
    我今天过{weekday}明天要过星期几
    日子从{weekday}走到下一天是哪天
    先有{weekday}再来哪一天
    # day before
    {weekday}前面是哪一天
    今天{weekday}那么昨天呢
    明天就是{weekday}今天星期几
    在{weekday}前头的那天叫什么
    我{weekday}要交作业提前一天是星期几
    孩子想知道{weekday}前一日是哪天
    从{weekday}倒退一天是星期几
    (请问|告诉我)星期几之后就是{weekday}
    明天要上班因为是{weekday}那今天是哪天
    后面就是{weekday}的那天是星期几
    {weekday}还没到前一天叫什么
    我们{weekday}见面早一天是星期几
    要是明天是{weekday}现在过的是哪天
    # month length
    我(总是|老是|常常)记不清{month}有几天
    (麻烦|请)说一下{month}的天数
    老师让我们回答{month}有(几|多少)天
    如果每天写一页日记{month}要写多少页
    孩子问我{month}一共有多少天
    请看一看{month}能过多少天
    把{month}的每一天都数一遍是多少
    我要在这里住{month}一个月是住几天
    他说{month}有三十一天对不对
    {month}过到最后是几号
    一天付一次钱{month}要付几次
    朋友说{month}没有三十一号我不知道对不对
    {month}要过多少个早上
    我在写{month}的日记一共要写几天
    # opening hours
    家人告诉我{weekday}你们休息是真的吗
    因为我只有{weekday}有空所以问问你们开不开门
    你们店{weekday}从几点开到几点
    (请问|麻烦问一下){weekday}什么时间可以去你们店里
    我{weekday}下班以后过来还来得及吗
    要是我{weekday}来你们店会不会关着门
    说说你们{weekday}的开门时间和关门时间
    {weekday}下午还能到你们店里买东西吗
    想在{weekday}过来一次你们几点开始营业
    不想白走一次所以先问{weekday}你们开不开
    {weekday}你们休不休息
    我们{weekday}想来买东西你们店在不在营业
    你们{weekday}早上几点开始卖东西
    {weekday}去的话你们店的门是开着的吗
    我朋友{weekday}要来你们店里几点有人
    # shop
    {city}那家(店|商店)早上什么时候开始营业
    我明天一早要去{city}的商店得几点到
    {city}的商店九点(开了没有|开了吗|有没有开)
    (麻烦|请)告诉我{city}分店的开门时间
    我站在{city}店门口门还没开要等到几点
    {city}商店的大门什么时候打开
    查查{city}的分店早上几点开
    我家人住在{city}她想知道那里的店几点开
    在{city}买东西最早几点可以进店
    {city}的店早上几点可以让人进去
    你们在{city}有个店它几点开门
    朋友说{city}的商店开得很早是几点
    因为我在{city}工作所以想问那里的店几点开门
    如果我早上七点到{city}的商店门开了没有
    开门的时间我想问{city}的那家店
    # weather
    {city}(今天|现在)冷不冷
    去{city}要不要带(伞|雨伞)
    {city}今天出太阳了(吗|没有)
    (今天|现在){city}的风大不大
    因为下午要到{city}所以想知道那里热不热
    {city}今天会不会下雪
    我妈妈在{city}她那里今天什么天气
    今天{city}能出门走走吗
    不知道{city}那里是晴天还是下雨天
    家人都在{city}那里天气好不好
    {city}的天是什么样的
    我今天去{city}看朋友那里会不会下雨
    {city}那里云多不多
    出门去{city}以前想问问那里的天气
    今天{city}会很热吗
    {city}今天有没有太阳
    # train
    (想|要)坐火车到{city}最近一班是几点
    我奶奶住在{city}我坐几点的火车去看她
    去{city}的火车(开走了没有|开走了吗|还没开吧)
    (请问|麻烦问一下)到{city}的火车几点开
    帮我查查去{city}的火车时间
    火车票上写着{city}可是没看清几点开车
    什么时候有火车能(带我去|送我到){city}
    坐火车去{city}最早是几点的车
    我在等去{city}的火车它什么时候来
    因为想早点到所以问一下到{city}的火车几点走
    我的票是去{city}的火车几点开啊
    到{city}去的那次车几点(开|走|出发)
    我要去{city}工作火车是几点的
    朋友在{city}等我火车什么时候能走
    # price
    (麻烦|请)帮我看看{product}卖多少钱
    因为钱不多所以先问一下{product}的价钱
    我太太看上了{product}要多少钱
    这里的{product}多少钱可以拿走
    你们卖{product}收多少钱
    我有一点钱想问问{product}是什么价
    三百元能不能买{product}
    没看到{product}的价格请说一下
    要带多少钱来买{product}
    {product}的价格高不高要多少
    我这些钱能买{product}吗一个多少元
    有人让我问{product}的价格是多少
    你看买下{product}得用多少钱
    我喜欢这里的{product}可是不知道要多少钱
    请问您{product}是多少元一个
    # stock
    我家人喜欢{color}你们的{product}有这个颜色吗
    找了好几家店都没有{color}的{product}你们这里有吗
    因为房间是{color}的所以想找同样颜色的{product}
    听说你们新到了{color}的{product}是真的吗
    能不能给我找一个{color}的{product}
    {product}的颜色里面有{color}吗
    你们这里的{product}有没有做成{color}的
    (麻烦|请)去后面看看有没有{color}的{product}
    {color}的{product}是不是都卖没了
    在什么地方可以看到{color}的{product}
    妈妈让我来问有没有{color}的{product}
    {color}这个颜色的{product}你们有吗
    我朋友有个{color}的{product}我也想要你们有没有
    别的颜色我不喜欢有{color}的{product}吗
    # buy
    {product}我要了(请|帮我)下单
    就选{product}吧我决定买了
    (麻烦|请)帮我买{product}
    我妈妈让我买{product}现在就下单吧
    因为家里没有{product}所以我要买一个
    看了半天还是决定买下{product}
    我选好了要买的是{product}
    别的都不要只买{product}
    下一个订单买{product}
    我等不及了今天就要买{product}
    请把{product}放到我要买的东西里
    快点给我下单买{product}
    我一直想要{product}今天我买了
    {product}不错我买了
    孩子喜欢{product}所以给他买一个
    请帮我把{product}买回家
    # problem
    打开包裹一看{product}{problem}
    家人告诉我新买的{product}{problem}
    因为{product}{problem}所以我来找你们
    不好意思你们寄来的{product}{problem}
    你们卖给我的{product}{problem}
    真没想到这个{product}{problem}
    我对{product}不满意因为它{problem}
    你好我想说一下我的{product}{problem}
    我昨天买的{product}{problem}
    怎么会这样我的{product}{problem}
    麻烦你们看看我这里的{product}{problem}
    用了一天就发现{product}{problem}
    收到的{product}不对{problem}
    我很生气你们的{product}{problem}
    妈妈说她的{product}{problem}
    # plus
    {plus}的(和|结果)是多少
    孩子问我{plus}是多少我不会
    (考考你|我来考你){plus}等于几
    做加法{plus}答案是什么
    (请|麻烦)把{plus}的答案告诉我
    我算了半天也没算出{plus}是多少
    不用纸笔能算出{plus}吗
    {plus}加起来一共是多少
    我忘了{plus}等于几
    两个数相加{plus}得几
    因为没有计算器所以请你算{plus}
    这道加法题{plus}怎么答
    老师写了{plus}要等于多少
    朋友问我{plus}我说不出来
    快告诉我{plus}是几
    我家孩子正在算{plus}对的是多少
    # minus
    (请|麻烦)说出{minus}的得数
    你知不知道{minus}是几
    我想知道{minus}以后剩下多少
    老师出的题是{minus}答案呢
    算算看{minus}
    {minus}这道减法题怎么做
    计算器坏了你来算{minus}吧
    有道题我不会{minus}等于多少
    我觉得{minus}很难你说是多少
    减一减{minus}结果是几
    孩子不会做{minus}你来告诉他
    我不太会算{minus}请问是多少
    朋友问我{minus}是几我没说对
    快说{minus}是多少
    想请你说说{minus}是多少
    # times
    做乘法{times}结果是什么
    乘法表里{times}是多少
    (请|麻烦)你算出{times}
    你能不能告诉我{times}等于多少
    {times}这道乘法题的答案是什么
    我忘了{times}是几了
    不知道{times}怎么算
    (心算|口算)一下{times}
    老师问我{times}我答不上来
    乘一乘看{times}有多大
    孩子不会做{times}等于几
    把{times}算出来告诉我
    听好了我的问题是{times}
    你说说{times}是几
    # counting
    (请|麻烦)把{range}的数字都念出来
    你会从{range}数数吗
    我们一起来数{range}吧
    慢慢地数从{range}
    能不能帮我数一数{range}
    从{range}大声数出来
    给孩子数数从{range}
    {range}一个接一个数给我听
    孩子要睡觉了给他数{range}
    {range}里面的数都要读出来
    因为孩子想听数字请从{range}念给他听
    数字从{range}都说出来
    请一个数一个数地读从{range}
    我想知道怎么数从{range}
    小诺来数一数从{range}
    # reminder
    我(总是|老是)忘记{errand}你要提醒我
    家人叫我{errand}你帮我记着
    今天一定要{errand}请你提醒我
    (请|麻烦)记下来我得{errand}
    把{errand}写进我的备忘录
    {errand}这件事到时候叫我一声
    我等一下还要{errand}可别忘了
    给我加一条提醒要{errand}
    (到时候|过一会|等一会)提醒我{errand}
    因为我常常忘事所以请提醒我{errand}
    下班以后我要{errand}记得跟我说
    一定要记得叫我{errand}
    晚一点我得{errand}请你记着
    家里人等着我{errand}你提醒我一下
    我今天有很多事其中有{errand}帮我记住
    # alarm
    明天{clock}叫我起床
    我{clock}就得起来帮我设闹钟
    因为明天要早起所以闹钟定{clock}
    闹钟的时间设成{clock}
    {clock}(叫醒我|把我叫醒)
    要是没有闹钟我{clock}起不来给我定一个
    睡觉以前记得把闹钟定好{clock}
    闹钟{clock}叫就可以了
    我不想睡过头{clock}用闹钟叫我
    孩子{clock}要起床给他设个闹钟
    我想在{clock}听到闹钟
    再来一个闹钟{clock}的
    家人说{clock}要出门帮我设闹钟
    早上的闹钟我要{clock}
    # timer
    设一个{few}分钟的计时器
    因为只能休息{few}分钟所以请帮我计时
    定时器(调到|设成|定在){few}分钟
    (麻烦|请)数着时间{few}分钟到了说一声
    我要做面包{few}分钟以后叫我
    孩子只可以看{few}分钟电视到了就告诉他
    我想睡{few}分钟到时间叫我
    作业时间是{few}分钟现在开始计时
    {few}分钟一到就提醒我
    我要在{few}分钟里做好请帮我计时
    水要开{few}分钟帮我计时
    用计时器给我算{few}分钟
    我在等朋友{few}分钟后叫我一声
    给这个面计时{few}分钟
    休息{few}分钟时间到了叫我
    # turn on
    (请|麻烦)把{light}打开
    我回到家了(打开|开一下){light}
    {light}怎么还没开快打开
    孩子要用{light}给他打开
    可以帮我开{light}吗
    因为我手上拿着东西所以请你开{light}
    (现在|马上)就把{light}开起来
    {light}关着呢开一下
    我要用一下{light}请打开
    能不能让{light}开起来
    谁把{light}关了再打开
    家人叫我打开{light}你来开吧
    请你开一下{light}谢谢
    {light}要用了打开它
    没有{light}不行快开吧
    # turn off
    (请|麻烦)关一下{light}
    我们要睡觉了把{light}关上
    {light}不要再开着了
    谁忘了关{light}你去关
    {light}还开着呢快关了
    因为没有人用所以请关掉{light}
    我走的时候没关{light}帮我关
    家人说{light}太费电关了吧
    不需要{light}了请关掉
    电太贵了把{light}关掉
    能不能让{light}休息别开了
    {light}的声音太大了关了它
    我睡不着是因为{light}开着关掉它
    晚上不要开{light}关了
    # waiting
    我的包裹{few}天了还没到
    {few}天前买的东西到现在都没收到
    都过去{few}天了怎么还没有消息
    (请|麻烦)快一点我等了{few}天了
    你们说很快可是我等了{few}天
    家人问我为什么等了{few}天还没送来
    因为等了{few}天所以我很着急
    {few}天了我还在等
    我天天等等了{few}天什么也没等到
    你知道我为这个东西等了{few}天吗
    等了快有{few}天还没收到
    我从来没等过{few}天这么长
    等{few}天也太(慢|长)了吧
    我的订单过了{few}天还没有送到
    你们知不知道我们等{few}天了
    {few}天还不到我很不高兴
    东西怎么{few}天都没送来
    # feel good
    今天见到老朋友我{good}
    跟你说话让我{good}
    我(想告诉你|跟你说)我{good}
    自从搬了家我一直{good}
    因为孩子听话所以我{good}
    你不知道我现在有多好我{good}
    昨天还不行今天我已经{good}
    我做对了所有的题我{good}
    今天不用上班所以我{good}
    收到朋友送的东西以后我{good}
    工作都做好了我觉得{good}
    现在这个时候的我{good}
    家人都来看我了我{good}
    我和家人都觉得{good}
    天气这么好我{good}
    # feel bad
    (最近|这几天|这些天)我一直{bad}
    不好意思我今天{bad}
    说真的我现在{bad}
    因为下雨出不了门所以我{bad}
    家人都不知道我{bad}
    上了一天班我觉得{bad}
    我不想说话因为我{bad}
    从早上起来到现在我都{bad}
    今天什么事都不好我{bad}
    没有人跟我说话我{bad}
    朋友不来看我现在我{bad}
    怎么会这样我{bad}
    今天我又{bad}了
    昨天晚上没睡好所以我{bad}
    等了很长时间都没人来我{bad}
    我不是不想笑可是我{bad}
    # call
    给{full_name}打(电话|个电话|一个电话)
    (请|麻烦)拨通{full_name}的号码
    家人让我打电话找{full_name}
    打电话问问{full_name}到家了没有
    因为{full_name}没回信所以打个电话给他
    {full_name}在等我的电话现在就打
    用手机打给{full_name}
    我要找{full_name}帮我拨电话
    今天是{full_name}的生日我要打电话过去
    我想跟{full_name}(通话|说说话|聊聊)
    能不能让我跟{full_name}通个电话
    很长时间没跟{full_name}说话了打个电话吧
    在我的电话里找到{full_name}打过去
    我有事要问{full_name}请打他的电话
    妈妈想听{full_name}的声音打给他吧
    {full_name}是我朋友给他去个电话
    # address
    我现在住在{city}东西寄到这里来
    (麻烦|请)把货发到{city}
    家人在{city}包裹寄给他们吧
    别寄到老地方了寄到{city}
    能不能改寄到{city}
    我搬家了新家是{city}那里
    收件的地方请改成{city}
    因为我搬到{city}了所以请改一下寄的地方
    东西要送去{city}别的地方不对
    我人在{city}快点给我寄到这里
    地方写错了要寄到{city}
    我下单的东西要寄去{city}
    请记一下我要在{city}收货
    因为我在{city}工作所以东西寄到那里
    寄的时候请写{city}
    # flight
    {city}我{weekday}要去请订飞机票
    (请|麻烦)订一张飞{city}的机票{weekday}走
    家人{weekday}在{city}等我帮我订航班
    因为{weekday}要到{city}开会所以得订机票
    去{city}的飞机我要坐{weekday}的
    {weekday}出发飞{city}的票还有吗
    我打算{weekday}飞到{city}看朋友
    飞{city}的话我选{weekday}那天
    能不能给我安排{weekday}到{city}的飞机
    我的航班是{weekday}的要飞到{city}
    我们一家人{weekday}一起飞{city}请订票
    {weekday}我想坐早上的飞机到{city}去
    妈妈要{weekday}飞{city}请给她订票
    我{weekday}要坐你们的航班到{city}
    # table
    我要订{clock}的桌子{few}个人
    家人过生日{clock}要订一张{few}人桌
    预订{clock}的位子一共{few}人
    {clock}能坐下{few}个人的桌子给我订一张
    因为有{few}个同事一起来所以想订{clock}的桌子
    想订一张桌子时间是{clock}人数是{few}个
    {clock}给{few}位客人安排一张桌子
    (请|麻烦)给我们一张{few}个人的桌子我们{clock}到
    我们{few}个人想在{clock}来坐一张桌子
    {few}个人一起来{clock}到能订位吗
    我带{few}个人{clock}过来请订桌
    晚上的桌子订在{clock}我们有{few}位
    可以在{clock}给我们{few}个人一张桌子吗
    今天是我生日{clock}来{few}个人请给我订桌
    {clock}来得及订{few}个人的桌子吗
    我想请朋友{clock}来一共{few}个人请订桌子
""")
