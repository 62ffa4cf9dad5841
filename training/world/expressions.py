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
    quick one for you {fact}
    {fact} any idea
    {fact} i should know this but i do not
    {fact} come on you must know
    my (son|daughter) came home from school asking {fact} and i had to pass
    settle a bet between me and my brother {fact}
    could you look this up {fact}
    the quiz on the radio just asked {fact} and (nobody|not one of us) had a clue
    look it up would you {fact}
    {fact} it is on the tip of my tongue
    question number three says {fact}
    pub quiz tonight {fact}
    there is something i have always wanted to ask {fact}
    if this came up in an exam {fact} what should i write
    they say you know everything so {fact}
    right then clever one {fact}
    {fact} we have been arguing about it all through dinner
    my grandson wants to know {fact} and i told him i would ask you
    for ten points {fact}
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
    here is something i have been meaning to say {remark}
    do not laugh but {remark}
    do not take this the wrong way but {remark}
    just between you and me {remark}
    by the way {remark}
    oh and {remark}
    right then {remark}
    well well {remark}
    hmm let me think {remark}
    hey you {remark}
    a quick word before we start {remark}
    i am bored so {remark}
    i have nothing to do today so {remark}
    i am only calling for a chat {remark}
    nothing important really just this {remark}
    off the record {remark}
    out of pure curiosity {remark}
    my kids want me to say this to you {remark}
    my daughter would like me to put this to you {remark}
    my friends dared me to say it {remark}
    everybody in the office is listening {remark}
    we are sitting at the kitchen table and thought {remark}
    on a completely different subject {remark}
    forget about my order for a second {remark}
    pardon me if this is silly but {remark}
    {remark} my dear computer
    {remark} there i said it
    {remark} if you do not mind my saying so
    {remark} old friend
    let us talk about something nice {remark}
    i would like to get to know you {remark}
    let us break the ice {remark}
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
    hiya
    howdy
    hello is this thing working
    hallo is anybody home
    hi nano nice to meet you
    hello nano how do you do
    how do you do
    good afternoon
    lovely afternoon hello
    greetings
    my greetings to everyone over there
    it is me again hello
    here i am once more hi
    long time no speak
    we have not spoken in ages hello
    oh hello i did not think you would pick up so quickly
    ah you picked up hello
    ah finally i got through hello
    at last you answered hi there
    hello can you hear me
    testing testing hello
    hello is this the right number for help
    is this the help line
    is this the place one calls with questions
    have i come through to the call desk
    am i connected to the service desk
    i hope i have dialed the right number hello
    is the desk open for me now
    are you there nano
    nano come in please
    i was told to call this number hello
    a friend gave me your number so hi
    my neighbor says you can help people hello
    i have never used this service before hello
    first time caller here hello
    pleased to meet you
    nice to meet you whoever you are
    delighted to make your acquaintance
    do you have a minute for me
    have you got a moment
    may i bother you for a moment
    sorry to disturb you hello
    excuse me
    hello i would like some help
    i need some assistance please
    there is something i need help with
    i have got a small request if you have time
    can i ask you for help
    may i ask you something
    could you give me a hand
    who can help me hello
    just calling to say hello
    i only wanted to say hello
    my little daughter wants to say hello to you
    say hello to me
    peace be with you my friend
    ahoy
    hey buddy
    hello ladies and gentlemen
    i was told there is a helpful voice on this number
    so this is the famous nano hello to you
    my phone says connected so hello over there
    look who is calling it is me
    surprise it is your favorite customer
    warm regards from a stranger
    a hearty hello from the countryside
    did somebody pick up
    has my call gone through
    who have i reached is this the service desk
    i have been trying to reach you all day and now you answer hello
    i am new here hello
    hola
    aloha
    pleasant day to you
    i come with a question may i begin
    can we start i have something to ask
    i do not know where to begin but i need your help
    i am looking for somebody to assist me
    are you ready for me
    i hope i am not calling at a bad time
    might you have time for an old lady
    my brother and i would like to say hi
    i waved at the phone but you cannot see that so hello
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
    good morning sunshine
    good morning everyone
    a very good morning to you
    a good morning to the whole team
    mornin all
    good morning i am the first caller today i suppose
    you are up early good morning
    good morning did you sleep well
    i have only just woken up good morning
    still half asleep but good morning
    before my first coffee i wish you a good morning
    with a cup of coffee in my hand good morning
    the birds are singing good morning to you
    the rooster has crowed good morning
    it is eight in the morning hello there
    it is early i know but good morning
    what a gray morning but a good one to you all the same
    on this fine morning i greet you
    may your morning be bright
    wishing you a pleasant morning
    let me be the first to wish you a good morning
    my grandmother sends you a good morning
    our whole office says good morning
    on the way to work i wanted to wish you a good morning
    from the breakfast table good morning
    i am having breakfast and say good morning
    a cheerful monday morning to you
    good morning from a sleepy fellow
    oh is it still morning then good morning
    it is not noon yet so good morning
    new day new luck good morning
    did the day start well for you good morning
    say good morning to everybody from me
    have you had your coffee yet good morning
    let us start the day good morning to you
    my alarm just rang and you are the first to hear good morning from me
    from one early bird to another good morning
    i am a farmer and up since four good morning
    yawn good morning
    breakfast greetings to the whole desk
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
    good evening everyone
    a very good evening to you
    a pleasant evening to the whole team
    hi there good evening
    good evening i hope it is not too late to call
    i know it is late but good evening
    you are still at work good evening
    oh somebody is still there this late good evening
    is the late shift on good evening
    a good evening to the night shift
    the sun has just gone down good evening
    the moon is out good evening
    the stars are out already so good evening
    the street lights are on good evening to you
    dinner is over and i wish you a good evening
    after supper i thought i would say good evening
    from the sofa i bid you good evening
    i bid you a good evening
    may your evening be calm
    it is eight in the evening hello there
    what a beautiful evening hello
    what a cold evening hello to you all
    on this lovely evening i greet you
    the day is almost done good evening
    work is finished for today good evening to you
    the children are in bed so good evening
    my grandfather sends you a good evening
    all of us here say good evening
    wishing you a peaceful evening to start with
    i only called to say good evening
    oh is it evening already then good evening
    it is past six so i suppose it is good evening
    good evening from a tired customer
    a cozy evening to you over there
    evening my friend how are you
    have i reached you this evening hello
    we have just finished dinner and greet you this evening
    the evening news is over and here i am good evening
    a late hello on this quiet evening
    greetings on this rainy evening
    now that it is evening i greet you
    what a sunset good evening over there
    the owls are awake and so am i good evening
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
    ta
    ta very much
    thanks for your patience with me
    thank you for taking the time
    thank you for listening to me
    bless you for that
    god bless you
    i am very much obliged to you
    i am deeply indebted to you
    i really appreciate (it|that|what you did)
    your help means a lot to me
    it means the world to me
    you have been most helpful
    that helped a lot
    that was a big help
    that was helpful
    i could not have done it without you
    without you i would have been lost
    what would i do without you
    you saved my day
    you saved me a lot of trouble
    you are a star
    you are an angel
    you are a lifesaver
    you are a treasure
    you are the best
    you are so kind
    that is really sweet of you
    that is awfully nice of you
    that was quick thanks
    perfect thank you very much
    great that is exactly what i wanted to know
    lovely that clears it up thank you
    brilliant cheers
    nice one mate thanks
    i owe you a drink for that
    if i could i would send you flowers
    i would give you a hug if i could
    you deserve a medal for that
    i will recommend you to all my friends you helped me so well
    my wife is happy too she says thank you
    my mother asked me to thank you
    please pass on my thanks to your team
    a big thank you to everybody there
    allow me to express my gratitude
    words cannot say how thankful i am
    sincere thanks from all of us
    you went out of your way for me and i will not forget it
    everything worked out because of you
    it arrived just as you promised thank you
    no more worries thanks to you
    danke as the germans say
    merci my friend
    three cheers for you
    i take my hat off to you
    hats off to you for sorting this out
    i am lucky to have you
    it was a relief to have your help
    what a relief you sorted it out
    you took a load off my mind
    you were right and i am glad i asked you
    nobody has ever helped me so fast
    that is precisely the service i was hoping for
    fantastic service
    best service ever
    five stars for you
    ten out of ten for your help
    if only everyone were as helpful as you
    you did me a great favor
    you have done so much for me
    your kindness touches me
    that was a good deed
    i will never forget what you did for me
    let me shake your hand for this
    i bow before you
    with gratitude i accept
    i would like to return the favor some day
    you explained it so well thank you
    now i finally understand thanks to your explanation
    even my grumpy husband says thanks
    the flowers are for you as a thank you
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
    farewell
    cheerio
    toodle pip
    later
    see you
    see you around
    see you soon then
    we will talk again some other day
    take care
    take care of yourself
    look after yourself
    all the best to you and bye
    have a good one
    have a nice day
    have a great weekend
    have a nice rest of the day
    good night and sleep well
    i have to go
    i must dash
    i have got to run now
    i really need to get going
    i will leave you in peace
    i will not keep you any longer
    i am going to put the phone down now
    i am off to bed
    i am off to work now bye
    my bus is here bye
    my taxi is waiting so goodbye
    dinner is on the table so i am off
    my battery is nearly dead so goodbye
    someone is at the door i have to leave you
    that is all for today
    that is everything
    nothing else from me
    i have no more questions so farewell
    i am done here
    we are done here you may close the line
    you can close the call
    end the call please
    let us end it here
    let us call it a day
    let us leave it at that for today
    time to say goodbye
    it is time for me to leave
    it was a pleasure speaking with you
    it was lovely chatting but i have to leave
    parting is hard but goodbye
    wave goodbye little one
    my daughter wants to say bye bye too
    off i go
    away i go now
    we are leaving now farewell
    i shall be going home now
    there is nothing more to discuss so farewell
    my questions are all answered so we can part
    our chat ends here
    let us say our goodbyes
    let us stop here for now
    i wish you a quiet night
    sweet dreams
    rest well my electronic friend
    may we meet again
    hope to hear your voice again one day
    i will ring again when i need you
    i will call back another time
    i will be in touch
    same time tomorrow then bye
    until monday
    my lunch break is over i have to go back to work
    the film is starting so i am gone
    my mother needs the phone so i must stop
    my coins are running out goodbye
    the plane is taking off i have to switch off my phone
    that is enough for one day farewell
    enjoy the rest of your shift
    give my regards to the others and farewell
    godspeed
    it is late and i am tired so bye
    god be with you until we meet again
    hang up whenever you like i have finished
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
    the line is (bad|awful|terrible) what was that
    it crackled just then what did you say
    there was a lot of static and your words got lost
    you are breaking up
    your voice keeps cutting out
    the connection dropped for a second and i missed a bit
    i have only one bar of signal so that did not get through
    we went through a tunnel just then what was the last thing
    a train went past just as you were talking
    a truck drove by and drowned you out
    the dog was barking so i did not catch that
    the baby screamed right over your answer
    my children are shouting i could not make you out
    someone rang the doorbell while you were speaking
    the kettle was whistling so what was it again
    there is building work next door and i cannot make out a word
    the radio was on too loud i did not get you
    it is so loud in here you will have to tell me again
    i am in a crowded bar what was that
    sorry my mind was elsewhere
    sorry i drifted off for a moment
    i was not paying attention could we do that again
    i got distracted what were you saying
    my thoughts wandered off where were we
    i was looking for my glasses and did not listen
    i was still writing when you went on
    i could not write that fast
    my pen ran out at the second half
    let me get a pencil and then give me that again
    i want to write it down so once more please
    hold on i am taking notes go over it a second time
    i dropped the phone and missed your answer
    the phone slipped off my ear just now
    my battery beeped in the middle of your sentence
    i had the handset the wrong way round so i heard nothing
    somebody came in just as you told me
    i just came back to the phone what did i miss
    i had to put the phone down for a second what happened
    i only joined in at the end what was the beginning
    i only caught the first half
    i only got the end of that
    the first bit was swallowed
    the middle part went missing
    the last few words got cut off
    half of it never reached me
    what came after the first word
    what was the bit in the middle
    you lost me after the first sentence
    that went in one ear and out the other
    that went over my head
    that was too much at once for me
    not so fast
    easy easy i am not that quick
    could you slow down and start over
    you are talking like a machine gun
    you rushed through that
    you went through it so quickly that i could not follow
    take it slowly from the (top|beginning) please
    from the top please
    can we rewind a little
    back up a bit please
    play that again for me
    once again if you do not mind
    what
    sorry what
    eh
    you what now
    beg your pardon i did not hear
    forgive me it did not reach my ears
    speak up please
    could you speak up i can hardly hear you
    you are too quiet i did not get that
    you are whispering
    you are mumbling
    you mumbled that last part
    you sound as though you were under water
    you sound miles away i can barely make it out
    i hardly heard a thing
    not a word came through
    i heard a noise but no words
    all i heard was humming
    all i got was a beep
    it was just silence on my side what did you say
    there was an echo and i could not tell the words apart
    i hear myself twice and you not at all
    i am hard of hearing you see
    i am a little deaf on this side please say it louder
    my hearing aid was switched off
    let me put in my hearing aid and then say it anew
    at my age the ears do not work so well tell me again
    let me put you on the loudspeaker and then say it once more
    i am switching to the other ear now go again
    my english is not so good could you put it differently
    i am not a native speaker would you say that in simpler words
    what does that mean i did not follow
    i am not sure i heard you right
    did i hear that correctly
    i think i misheard you
    that cannot be right tell me what you just told me
    you did say something but i have no idea what
    was that meant for me i was not listening
    could you give my husband the same information i will put him on
    my wife wants to hear it too so tell us once again
    i have already forgotten what you told me
    it slipped my mind as soon as you had said it
    remind me what you said a second ago
    what did you tell me just now
    which words did you use just now
    how was that again
    how did that go again
    would it be too much trouble to go over that again
    i hate to ask but could you tell me a second time
    sorry to be a nuisance but i missed it again
    i must have missed something there
    hang on i did not keep up
    wait wait i did not catch any of it
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
    (am i|are we) speaking to a recording or is there somebody real on the other end
    you are a computer are you not i would rather have (somebody|someone) alive
    put your supervisor on
    fetch the manager
    i demand to see whoever runs this place
    get me the (person|one) responsible
    operator
    somebody with a pulse please
    live agent
    representative
    i need a living breathing (person|human being) for this
    no offense but i do not trust machines with my (money|problem)
    this is too complicated for a computer (give me|get me) one of your staff
    a machine will never understand my (problem|situation) hand me to somebody who does
    if nobody real picks up i am hanging up
    i will hang up unless (someone|somebody) with a brain takes over
    unless a colleague of yours takes this call i am going to the competition
    i will count to ten and then i want an employee on the line
    press zero for an operator is that how it works
    which (button|key) do i press to reach your staff
    how do i get past this robot
    how do i skip the machine and get to the (staff|people)
    are there no people working at your company at all
    did they replace everyone with computers i need an actual employee
    have you fired all your people i need one of them
    surely somebody (human|real) works there
    is there really nobody but a computer there to take my call
    is nobody made of flesh around
    could a colleague of yours take over from here
    would you be so kind as to hand me over to one of the staff
    might i have a word with somebody on your team
    i should like to discuss this with a member of staff
    this is a matter for (a grown up|an adult) not for a talking box
    i cannot explain this to a talking box
    i do not talk to boxes
    you are useless let someone else deal with me
    you do not get it hand me on to somebody who can think
    we are going round in circles i would like someone else to help me
    we have been at this for ten minutes and you still do not get it so a proper agent please
    you keep giving me the wrong answers i want a colleague to handle it
    you clearly cannot help me who can
    if you cannot solve it pass me to somebody who can
    that is no help let your supervisor handle it
    i am eighty years old and these machines confuse me can a person come to the phone
    my grandfather cannot cope with a computer voice please let him have a lady from the office
    my father only talks to real people (get him|find him) somebody
    your voice is not real is it i would like a real one
    you sound like a tin can get somebody proper
    i hate these automatic systems
    i cannot stand automated voices (give me|get me) an employee
    i never discuss private things with a program so please get someone
    it is a delicate matter which i would only tell a human
    it is personal i want to tell it to a person not to a computer
    this is confidential so i want an employee rather than a program
    i have a complaint and only the (boss|manager) will do
    i have a complaint to make where is your superior
    i am going to complain about you to your superior so connect me
    let me have a chat with whoever is above you
    who is your boss i have something to tell him
    i want someone with authority to decide
    the person who makes the decisions should come to the phone
    can the head of the department come to the phone
    is the duty manager about
    is there a team leader free at the moment
    could the shift leader take my call
    the director please and do not tell me he is busy
    connect me with sales
    i was after the service team not a computer
    put me in the queue for an agent
    i do not mind waiting as long as a real agent picks up in the end
    i will happily wait in line for the next free agent
    when one of your agents is free i would like to have them
    how long is the queue for a (real|live) advisor
    last time a nice young man helped me i want somebody like that again
    yesterday i spoke to a lady in your office could one of them help me again
    i would feel better with a human voice
    i would be more comfortable dealing with a person
    nothing beats a real conversation so get me a colleague
    i prefer people to programs
    call me old fashioned but i want to deal with people
    with all due respect to your software i want an employee
    i am not going to tell my story to a computer
    i pay enough to deserve a human being
    for what i pay there ought to be a person on the line
    as a customer of twenty years i deserve better than a robot
    stop with the computer nonsense and bring me somebody
    oh no not a machine again
    not you a real one please
    someone else please
    anyone but you
    can i have someone who is not a computer
    can you swap with a colleague
    i have a lawyer here who wishes to speak with the management
    this is an emergency no machines please i need someone right away
    it is urgent so skip the robot and get me to a person
    i am driving and cannot argue with a computer put a colleague on
    i am losing my patience with this program bring a person in
    do you have any humans left over there
    i bet there is a person behind you let me have them
    i know there is someone sitting in that office let them pick up
    could somebody (actually|really) pick up the phone instead of this recording
    please escalate (this|my case)
    take this to the next level up please
    i want my case looked at by a pair of human eyes
    have one of your people deal with it
    before i go any further i want a person on this call
    only a human can sort this out
    i will answer your questions once a person is asking them
    i am not saying another word until a person comes on
    if this is a robot then i would like to be passed on
    in case you are a computer please find me someone who is not
    one of your specialists should look at this please
    is there an expert i could ask instead of you
    i require a qualified advisor
    a consultant would be better for me than a bot
    i did not phone to chat with software
    the machine can rest now i want its owner
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
    i have no idea what my password was
    my password has gone clean out of my head
    i lost the note with my password on it
    the paper with my password went into the wash
    i changed my password yesterday and have forgotten it already
    i tried every password i know and none of them works
    three times i typed the password and now i am locked out
    your site locked me out
    my account will not let me in
    it will not let me log in
    the login page keeps throwing me out
    logging in does not work
    how do i sign in without my password
    it keeps telling me that the password does not match
    the computer insists that i typed the wrong password
    the screen says invalid password
    it says that my password is too old
    could i have a fresh password
    can you reset it i mean the password
    where can i change my password
    how does one get a new password
    i never got the link for my password
    somebody hacked my account and changed the password
    i think somebody has been in my account so i want a safer password
    my ex knows my password so it has to be changed
    my grandson saw my password and i would like to have a new one
    my cat walked over the keyboard and changed my password
    my phone used to fill in the password but it is broken now
    i bought a new computer and it does not know my password
    i have been away for a year and cannot log in any more
    my secret word does not open the account any longer
    the code word for my account has escaped me
    my mother cannot log in because she forgot her password
    whatever i type in the login box is refused
    i used to know the password by heart but not any more
    my login details do not work any longer
    signing in fails every time i try
    i am staring at the login page and do not know what to type
    the kids guessed my password so i must have a new one
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
    my credit card has disappeared
    my debit card is nowhere to be found
    my card has vanished
    my wallet is gone and the card was in it
    my purse was snatched with the bank card in it
    somebody robbed me and now he has my card
    a thief has my credit card
    we had a burglary and my bank card is missing
    somebody is shopping with my card and it is not me
    there are payments on my card that a stranger must have made so block it
    the machine ate my card
    my card fell down a drain
    i left my card in the taxi
    i forgot my card at the restaurant and now they cannot find it
    i must have left my credit card at the gas station
    my handbag got stolen please block the card
    please block my card at once
    freeze my credit card
    cancel my card right away it has been stolen
    make sure that nobody can pay with my card any more
    stop all payments with my card because i no longer have it
    i looked in every pocket but my card is not there
    i turned the whole house upside down and still no card
    where i normally keep my bank card there is nothing
    since yesterday i have been missing my bank card
    i came back from holiday without my bank card
    i need a replacement for my lost card
    i need a new bank card as the old one got lost
    how do i get my stolen card blocked
    whom do i tell that my card was stolen
    i have to report a stolen credit card
    my dog chewed up and buried my bank card
    my husband has lost his credit card
    my daughter lost her bank card at school
    the new card never came maybe somebody stole it from the mailbox
    some crook is going around with my debit card
    there is an empty slot in my wallet where the bank card used to be
    i got mugged and they took my bank card
    i was on the beach and when i came back my credit card had been stolen
    at the checkout i noticed that my card was no longer there
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
    here speaks {full_name}
    i go by the name of {full_name}
    you may call me {full_name}
    who i am well {full_name}
    we have not met yet i am {full_name}
    nice to meet you i am {full_name}
    the person talking to you is {full_name}
    the account is under my own name which is {full_name}
    please note down my name {full_name}
    put {full_name} down as my name
    write my name down as {full_name}
    spell it as you like my name is {full_name}
    my first and last name together are {full_name}
    since my wedding i am called {full_name}
    i got married and now my name is {full_name}
    on my driving license you would read {full_name} that is me
    the name on my door is {full_name}
    the letters you send me are addressed to {full_name}
    remember me i am {full_name}
    no you mixed me up with somebody else i am {full_name}
    yes this is {full_name}
    that is me {full_name}
    {full_name} is who you are talking to
    got my papers here and they say {full_name} for the name
    make a note that {full_name} has called that is me
    my business card reads {full_name}
    the lady you are speaking to is {full_name}
    the man on the phone is {full_name} that is to say me
    my parents chose the name {full_name} for me
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
    it is {first_name} over in {city}
    my name is {first_name} and i am calling all the way from {city}
    i am calling you from {city} and you can call me {first_name}
    all the way from {city} this is {first_name} speaking
    long distance call from {city} this is {first_name}
    live from {city} this is {first_name}
    i am {first_name} born and raised in {city}
    i was born in {city} and my parents named me {first_name}
    i moved to {city} last year by the way i am {first_name}
    i study in {city} and my name is {first_name}
    i am sitting in a hotel in {city} this is {first_name}
    i am standing in the middle of {city} it is me {first_name}
    i am on holiday in {city} this is {first_name} speaking
    we spoke last week i am {first_name} the one from {city}
    do you remember me {first_name} from {city}
    your old friend {first_name} is ringing from {city}
    my family has always lived in {city} and i am {first_name}
    the name is {first_name} and the town is {city}
    name {first_name} town {city}
    i go by {first_name} and i am at home in {city}
    there are many people called {first_name} but i am the one from {city}
    here in {city} it is late this is {first_name} speaking
    sunny greetings to you from {city} says {first_name}
    you are talking to {first_name} who lives in {city}
    you are talking to someone in {city} namely {first_name}
    there is a {first_name} in {city} who wants to talk to you and that is me
    postcards to me would be addressed to {first_name} in {city}
    my accent is from {city} and my name is {first_name}
    my train has just arrived in {city} it is {first_name} speaking
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
    {digits} that is my order any news
    {digits} is the order i am ringing about has it gone out
    order {digits} gone out yet or not
    still nothing here from order {digits}
    what has become of order {digits}
    update me on order {digits} would you
    you took my money for order {digits} so when does it turn up
    is anybody working on order {digits} at all
    the confirmation mail says order {digits} but it does not say when it gets here
    i would like to know what is happening with order {digits}
    should order {digits} not have been here by now
    when may i expect the things i ordered under number {digits}
    i am just following up on an order it was {digits} i believe
    has order {digits} left your warehouse
    pull up order {digits} and tell me where things stand
    my neighbour says the van came but it was not order {digits} so where is mine
    could somebody chase up order {digits}
    do i have to stay home this week for order {digits} or is it not coming yet
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
    {digits} cancel that order
    order {digits} scrap it
    order {digits} i do not want it any more
    order {digits} was a mistake please undo it
    i ordered the wrong thing under {digits} can you take it back out before it ships
    please do not send order {digits} i have changed my mind
    i have had second thoughts about order {digits} and would rather not go through with it
    my (child|little boy|daughter) was playing with the phone and placed order {digits} by accident get rid of it
    i clicked twice and now there is a second order {digits} which should go
    you may sell the things from order {digits} to somebody else i do not need them now
    we are moving abroad next week so there is no point in order {digits} any more please call it off
    found it cheaper elsewhere so no order {digits} for me
    would you be so kind as to withdraw order {digits}
    delete {digits} from my orders
    hold on do not ship order {digits} i want out
    that order i made last night {digits} let us pretend it never happened
    can order {digits} still be stopped
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
    {digits} i want my money back on that order
    order {digits} money back please
    order {digits} came in pieces so i would like to be paid back
    i sent everything from order {digits} back to you so where is my money
    give me back what i paid for order {digits}
    when do i see my money again for order {digits}
    you owe me for order {digits}
    you still owe me the money for order {digits} do you not
    i returned order {digits} two weeks ago and my bank shows nothing yet
    i am entitled to my money back for order {digits}
    nothing in order {digits} worked so return my money
    for order {digits} no replacement just the money please
    how do i go about being reimbursed for order {digits}
    i never got what i paid for in order {digits} so kindly return the money
    has anybody looked at my refund claim it concerns order {digits}
    order {digits} went back in the post and now i am waiting for my refund
    the refund on {digits} when does it come
    i paid for order {digits} twice i should get one of those payments back
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
    {digits} how much have i got in that account
    account {digits} balance
    account {digits} what is left
    balance of {digits} please
    what have i got left in {digits} after paying the bills
    am i broke or is there still something in account {digits}
    can i afford a holiday what does account {digits} say
    has my wage come in how much is sitting in account {digits} now
    read me the figure on account {digits}
    i would like to hear my balance the account is {digits}
    could i have the balance for {digits}
    my statement has not come so what does account {digits} stand at
    is there any money on account {digits}
    how are my savings doing in account {digits}
    i am at the cash machine and it will not show me what is in account {digits}
    tell me how things stand on account {digits}
    am i in the black with account {digits}
    what is my account worth the number is {digits}
    for account {digits} what is the current balance
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
    {digits} that is the tracking number so where has my parcel got to
    {digits} track that please
    package {digits} lost or what
    track {digits} for me
    tracking number {digits}
    i have a tracking number here {digits}
    which depot is holding parcel {digits}
    has the courier got parcel {digits} with him
    the driver never rang the bell so where is package {digits} now
    my grandson is waiting for his birthday present it is in package {digits} can you see where that is
    the slip from the postman says {digits} where do they keep my package
    your tracking page does not load so could you follow parcel {digits} for me
    somewhere between you and me package {digits} has vanished
    i posted a parcel with the number {digits} and would like to know where it has reached
    on the map where would i find package {digits} right now
    can you see on your screen where parcel {digits} is travelling
    is package {digits} anywhere near me yet
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
    {long_digits} that is my mobile
    {long_digits} call me there
    {long_digits} is my new number the old one is dead
    jot this down {long_digits}
    got a pen it is {long_digits}
    i have changed my number it is now {long_digits}
    you can always reach me on {long_digits}
    in the evenings try {long_digits}
    should the driver get lost he can phone me on {long_digits}
    you do not seem to have my phone number so here it is {long_digits}
    put {long_digits} in my file that is my telephone
    have your colleague phone me back on {long_digits}
    let me leave you my number {long_digits}
    if your people need to get hold of me they should dial {long_digits}
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
    {digits} now you
    {digits} did you get that read it back to me
    {digits} what did you hear
    i say {digits} and you say it back
    the line is bad so tell me what you hear {digits}
    say the following numbers out loud {digits}
    my turn {digits} your turn
    a memory game for you {digits} and now you say them
    i am not sure you heard me right when i said {digits} so repeat it
    would you be able to speak the digits {digits} for me
    listen closely and then say what i said {digits}
    did that come through i said {digits}
    testing the line {digits} please read it back
    i want to make sure you caught it {digits} now read it out again
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
    please send {amount} dollars over to {first_name}
    i owe {first_name} {amount} dollars so please send it
    i lost a bet with {first_name} so pay out {amount} dollars
    i would like to pay {first_name} the sum of {amount} dollars
    i want to give {first_name} {amount} dollars for the wedding
    i have to settle my debt of {amount} dollars with {first_name}
    {first_name} lent me {amount} dollars and i want to return it now
    {first_name} is waiting for {amount} dollars from me please send it off
    {first_name} is to receive {amount} dollars from my account
    {first_name} gets {amount} dollars from me please see to it
    {amount} dollars to {first_name} please
    {amount} dollars from me to {first_name} and quickly please
    take {amount} dollars out of my account and pass it on to {first_name}
    could {amount} dollars be sent to {first_name} today
    is it possible to transfer {amount} dollars to {first_name}
    how do i get {amount} dollars across to {first_name} please do it for me
    my son {first_name} is out of cash wire over {amount} dollars
    my daughter {first_name} needs {amount} dollars for school so send it
    my share of the dinner was {amount} dollars please pay that to {first_name}
    as every month please send {first_name} the {amount} dollars
    the cleaner {first_name} has earned {amount} dollars please pay it from my account
    book {amount} dollars over to {first_name}
    do me a favor and send {amount} dollars to my friend {first_name}
    for the concert ticket i have to pay {first_name} {amount} dollars
    my sister {first_name} paid my bill so pass {amount} dollars back out of my account
    it is payday for {first_name} and {amount} dollars are due from my account
    the landlord {first_name} wants the rent of {amount} dollars so pay it for me
    a gift of {amount} dollars from me should go to {first_name}
    split the bill for me {first_name} gets {amount} dollars of my money
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
    {amount} dollars what for
    {amount} dollars gone from my card why
    {amount} dollars on my statement and your name next to it
    {amount} dollars that cannot be right i bought nothing
    what is this {amount} dollars
    what are these {amount} dollars on my bill
    explain the {amount} dollars
    somebody took {amount} dollars off my card and it says it was you
    there is a charge of {amount} dollars here that i do not recognise
    my bank (says|tells me) you took {amount} dollars
    how did i end up paying you {amount} dollars
    going through my bank statement i came across {amount} dollars to your firm and have no idea what it was
    care to tell me what the {amount} dollars were about
    on what grounds did you take {amount} dollars from me
    my card is {amount} dollars lighter since this morning please tell me why
    your invoice over {amount} dollars makes no sense to me
    did you people just help yourselves to {amount} dollars of mine
    which purchase do the {amount} dollars belong to
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
    {weekday} {clock} does that work
    {clock} on {weekday} is that free
    {weekday} at {clock} put me in
    {clock} {weekday} an appointment please
    pencil me in {weekday} {clock}
    see me {weekday} at {clock}
    i would like to see somebody {weekday} around {clock}
    could you squeeze me in at {clock} on {weekday}
    have you got a slot on {weekday} at {clock}
    my boss lets me leave early on {weekday} so i could be with you at {clock}
    does {weekday} suit you say {clock}
    shall we say {clock} on {weekday}
    i can make it to your office at {clock} on {weekday}
    make it {weekday} and {clock} for my visit
    may i drop in on {weekday} at {clock} to talk things over
    when the kids are at school i can come so how about {weekday} {clock}
    i need an hour with one of your advisers on {weekday} ideally {clock}
    is anybody able to see me at {clock} this {weekday}
    let us sit down together on {weekday} shall we say at {clock}
    i want to fix a time with you what about {clock} next {weekday}
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
    can we move it to {weekday}
    could my appointment be put back to {weekday}
    could we make it {weekday} instead
    shift my appointment to {weekday} please
    let us change it to {weekday}
    make that {weekday} rather than the day we agreed on
    not that day after all make it {weekday}
    i cannot come that day could i come on {weekday} instead
    i cannot make our appointment how about {weekday} instead
    i will not make it to my appointment can i have {weekday} in its place
    i have fallen ill so may i come on {weekday} instead
    my child is sick i would like to come on {weekday} instead
    my boss will not let me go that day so put me on {weekday}
    something has come up can we meet on {weekday} instead
    something came up at work so switch my visit to {weekday}
    i mixed up the days i can only come on {weekday}
    i made an appointment with you but i need it on {weekday} now
    would you mind seeing me on {weekday} instead
    would it bother you if i came on {weekday} instead
    is it still possible to change my appointment to {weekday}
    is {weekday} still free for my appointment instead
    we have an appointment but {weekday} suits me better
    i know we said another day but {weekday} would suit me better
    push it back to {weekday}
    put my appointment off until {weekday}
    delay our meeting till {weekday} please
    bring my appointment forward to {weekday}
    rebook me for {weekday} please
    the snow is too deep so i will come on {weekday} instead
    my appointment should be on {weekday} and not on the day you wrote down
    the babysitter can only come on {weekday} so let us have my appointment then instead
    my flight got moved so i can only see you on {weekday} instead of the agreed day
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
    {date} is my big day i get cake every year
    {date} date of birth
    birthday {date}
    born {date}
    every year on {date} i get a year older
    my twin and i were both born on {date}
    you have the wrong birth date for me it should say {date}
    on the form under date of birth put {date}
    for your security question i was born {date}
    do not forget to send me a card my birthday falls on {date}
    my passport has {date} as my birth date
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
    {date} would suit me for the delivery
    {date} deliver it then
    {date} is when i am home so send the van
    deliver {date}
    drop it off {date}
    not this week please bring my order on {date}
    could the van come round on {date}
    the driver should come on {date}
    i will be away until {date} so that is the day to bring my things
    we are moving in on {date} so that is when you should deliver the furniture
    somebody will be home on {date} to take the parcel in
    can i pick the delivery day i would go for {date}
    it is a present so it has to be here on {date}
    hold my order back and send it round on {date}
    i need my goods to be dropped off on {date}
    is there a van coming my way on {date} that could bring my order
    let me have my order on {date}
    for the drop off choose {date}
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
    {weekday} and then
    {weekday} and after that
    {weekday} comes first and then what
    what comes after {weekday}
    next day after {weekday}
    which day is next {weekday} is today
    tomorrow is what if we have {weekday} now
    i only know it is {weekday} so what is tomorrow
    if the bins go out on {weekday} and get emptied a day later which day is that
    it is {weekday} night and i am going to bed what day do i wake up to
    turn the calendar one page on from {weekday} and what does it say
    my shift ends {weekday} at midnight which day starts then
    they told me the day after {weekday} which one would that be
    i am learning the days and got as far as {weekday} what is next
    say the day that follows {weekday}
    yesterday was {weekday} so today is
    suppose yesterday was {weekday} what would today be
    we rest on {weekday} and start again one day later when is that
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
    {weekday} what comes before that
    {weekday} minus one day
    {weekday} is today so yesterday was
    {weekday} has which day ahead of it
    day before {weekday}
    the day just before {weekday}
    and before {weekday}
    if tomorrow were {weekday} what would we have today
    my exam is on {weekday} and i must learn the day before which day is that
    the rent is due one day ahead of {weekday} when is that
    name me the day that leads up to {weekday}
    go back a day from {weekday}
    which day do we get through before it is {weekday}
    the eve of {weekday} is which day
    they want it one day earlier than {weekday} so that means
    my daughter learns the week backwards and is stuck at {weekday} what does she say next
    woke up and it was {weekday} so which day did i fall asleep on
    counting backwards from {weekday} which day do i hit first
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
    {month} and then which month
    {month} is nearly over what is next
    {month} then what
    what comes after {month}
    next month after {month}
    if this is {month} what is next month
    turn over the calendar after {month} and which month do you see
    name the month that comes behind {month}
    my little one can say the months up to {month} what comes then
    i go on leave when {month} ends so in which month am i away
    one month on from {month} is
    at the end of {month} which month begins
    as soon as {month} is done we are in what month
    we get married the month after {month} can you say which that is
    say the month following {month}
    the calendar page behind {month} shows which month
    last month was {month} so now we are in
    the bill for {month} is due a month later which month is that
    which month has {month} just before it
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
    how long is the month of {month}
    how many days are there in {month}
    how many days long is {month}
    how many days do we get in {month}
    how many days does the calendar give to {month}
    how many days must i wait if i wait for all of {month}
    how many nights are there in {month}
    how many times does the sun rise in {month}
    how many days do i work if i work every day of {month}
    if i rent a car for the whole of {month} how many days is that
    if i stay from the beginning of {month} to the end how many days do i stay
    what is the number of days in {month}
    what is the last day of {month}
    what is the highest date in {month}
    does {month} end on the thirtieth or on the thirty first
    does {month} have thirty days or thirty one
    thirty or thirty one days in {month}
    is {month} a full month with thirty one days
    has {month} got thirty one days
    i pay by the day so for {month} how many days do i pay
    i count on my knuckles but what is the length of {month}
    my teacher wants to know how many days {month} has
    my daughter asks how many days there are in {month}
    tell me the length of {month}
    {month} is how long
    the month of {month} has how many days
    we are learning the calendar and need the days of {month} in number
    a calendar for {month} needs how many little squares
    my holiday takes up all of {month} how many days off is that
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
    {weekday} open or closed
    {weekday} what are your hours
    {weekday} until when
    open {weekday}
    hours for {weekday} please
    how late can i come in on {weekday}
    do i have to hurry on {weekday} or are you open late
    would i be standing in front of a locked door on {weekday}
    i finish work at four on {weekday} would you still be open
    from when to when are you there on {weekday}
    could you give me your business hours for {weekday}
    is your office manned on {weekday}
    my husband wants to come by on {weekday} but we do not know your hours
    when is the latest i can turn up this {weekday}
    do you keep the same hours on {weekday}
    the sign on your door has been torn off what does it say for {weekday}
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
    {city} shop when do you open
    {city} branch opening time please
    in {city} when does the store open
    anything of yours in {city} i could walk into
    when do you open up in {city}
    when can i start shopping at your place in {city}
    i want to be first in line at the {city} shop so when do i have to be there
    have you got a branch over in {city}
    next week i am in {city} and i would like to pop into your store when are the doors unlocked
    does the {city} store open early
    is your {city} branch open before work in the morning
    what time do they unlock the {city} shop
    my aunt in {city} would like to visit your store there from what time can she
    where i live in {city} do you have a place to buy your things
    can i buy over the counter in {city}
    from what time are the people in your {city} shop serving
    i would sooner go to a real shop is there one in {city}
    tell me the morning hours of the shop in {city}
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
    {city} weather
    {city} rain or shine
    {city} is it raining there
    {city} umbrella or sunglasses
    weather report for {city}
    what is it like outside in {city}
    i land in {city} this afternoon will i need a coat
    are they getting snow in {city}
    i have washing out on the line here in {city} is it going to rain
    the kids want to play outside in {city} is the weather fit for that
    any sun over in {city} today
    what is the weather up to in {city}
    is {city} having a nice day as far as the weather goes
    we are in {city} and the curtains are shut so tell me what it is like out there
    if i step outside in {city} do i get wet
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
    {city} by train when
    {city} train what time
    {city} next train please
    next train {city}
    when is there a train {city} bound
    i want to go to {city} by rail when does it leave
    i have to be in {city} today which train do i catch
    how long have i got before the {city} train goes
    have i missed the train to {city}
    can i still make the train to {city}
    when does the {city} train pull out
    trains to {city} please
    at which hour is there a train that gets me to {city}
    my ticket says {city} but not when the train departs
    we are running to the platform when does the {city} train go
    i hate flying so how do i get to {city} by train and when
    do you have the timetable for trains to {city}
    my daughter is taking the train to {city} on her own when must i drop her at the station
    look up a rail connection to {city} for me
    the train for {city} does it go soon
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
    {product} how much
    {product} what is the price
    {product} what do i pay for that
    {product} cheap or dear
    how much for the {product}
    price of the {product}
    what would you charge me for a {product}
    how many dollars is the {product}
    how deep do i have to reach into my pocket for the {product}
    i have only got a little money how much does the {product} go for
    there is no tag on this {product} how much is it
    what are you asking for that {product}
    my wife likes the {product} but i want to hear the price first
    could you quote me for a {product}
    is the {product} very expensive
    before i decide i would like to know the price of the {product}
    the {product} in your window how much is that
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
    {product} in {color} got one
    {product} but in {color} is there such a thing
    {color} {product} in stock or not
    {color} is what i want for my {product} do you have it
    {color} {product} any left
    got any {product} in {color}
    does your {product} exist in {color} too
    is there a {product} in {color} somewhere on your shelves
    only {color} will do so have you got such a {product}
    my daughter wants a {product} but it has to be {color} do you carry that
    i saw this {product} in your catalogue is it available in {color}
    are you sold out of the {product} in {color}
    which shelf has the {product} in {color} if you have it
    what about {color} do you make the {product} in that
    i do not like the other colors could the {product} be had in {color}
    do you keep {color} ones when it comes to the {product}
    would there be a {color} version of the {product}
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
    {product} please ring it up
    {product} i am having it
    {product} yes that one put it in
    {product} one please
    one {product} please
    into my basket with that {product}
    the {product} is mine pack it up
    sold i am getting the {product}
    i fancy that {product} so let me buy it
    i have been saving for months and now i am buying the {product}
    my wife has her heart set on the {product} so we are getting it
    could i order one {product} to be sent to my home
    yes please i would like to buy your {product}
    it is our anniversary so add the {product} i am treating us
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
    that {product} of yours {problem}
    {product} complaint it {problem}
    it {problem} that {product} i got from you
    it {problem} i mean the {product}
    about the {product} it {problem}
    hello i got a {product} from you and it {problem}
    i paid good money for a {product} that {problem}
    what kind of {product} is this it {problem}
    sorry to bother you but the {product} {problem}
    i want to complain about a {product} which {problem}
    you will have to replace the {product} since it {problem}
    my husband gave me a {product} for christmas but it {problem}
    the {product} we bought last month {problem} and we are not happy
    it is the second time that a {product} from your shop {problem}
    bad luck with your {product} i am afraid it {problem}
    not even a week and already i must tell you the {product} {problem}
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
    {plus} makes
    {plus} quick
    {plus} what is that altogether
    {plus} is how many
    {plus} my head is empty today
    {plus} how many do i have in all
    so {plus} equals
    if i take {plus} what do i have
    put together what is {plus}
    i owe for two things {plus} how much is that in total
    on the shopping list it says {plus} what does that come to
    my calculator is broken and i need {plus}
    my daughter is learning sums and asks what is {plus}
    do the addition {plus} for me
    i bet you cannot tell me {plus}
    {plus} i got a different answer from my friend
    we scored {plus} so what is our total
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
    {minus} makes
    {minus} quick
    {minus} how much is left
    {minus} is how many
    {minus} no idea help me
    so {minus} equals
    take it away for me {minus}
    subtract please {minus}
    how many are left over with {minus}
    do the subtraction {minus}
    my son is crying over {minus} can you help him
    work out {minus} for me
    what does {minus} make
    what is the difference {minus}
    i had some apples and ate a few so {minus} how many remain
    my change should be {minus} how much would that be
    do you know the result of {minus}
    here at the till they say {minus} what should come out
    the teacher wrote {minus} on the board and called my name
    if you can do sums then do {minus}
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
    {times} makes
    {times} quick
    {times} is how many
    {times} what comes out
    so {times} equals
    do the multiplication {times}
    times tables {times}
    we are practising our times tables so {times}
    my (son|girl) always gets {times} wrong what is it really
    what does {times} make
    rows of chairs in the hall {times} how many people can sit
    i have to buy tiles and need to know {times}
    at school we had to know {times} by heart but it is gone
    give me the product of {times}
    tell me please {times}
    the answer to {times} would be
    {times} i keep getting it wrong
    how many is {times} altogether
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
    count {range}
    count {range} for me
    count for me from {range}
    can you count for my son from {range}
    could you say the numbers from {range}
    give me all the numbers from {range}
    give me the numbers {range} in order
    i want to hear the numbers from {range}
    i am learning to count please go from {range}
    my little one is learning numbers would you count from {range}
    name every number from {range}
    go from {range} one number at a time
    step by step from {range} please
    let us count from {range} you start
    let us hear you count from {range}
    how do the numbers go from {range}
    how do you say all the numbers from {range}
    what are the numbers from {range}
    which numbers lie on the way from {range} tell me all of them
    all numbers from {range} please
    every number from {range} please in the right order
    start counting and go from {range}
    from {range} count aloud
    from {range} which numbers are there
    i bet you cannot manage to count all the way from {range}
    my class would like to hear you count from {range}
    the children will jump along while you count from {range}
    if you start at the bottom and climb up from {range} what do you say
    the rocket is waiting so say the figures from {range}
    one after another every figure from {range} please
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
    {few} or {other_few} bigger
    {few} against {other_few} who wins
    {few} and {other_few} pick the higher
    here are two numbers {few} and {other_few} tell me the big one
    my son has {few} marbles and his friend has {other_few} who has more
    one of us is {few} and the other is {other_few} so which of those is the greater number
    they offer me {few} or {other_few} and i want the higher
    on the number line which lies further up {few} or {other_few}
    put {few} next to {other_few} which one is the higher
    between {few} and {other_few} which has the greater value
    we rolled {few} and they rolled {other_few} who got the higher number
    would {few} be the bigger number or {other_few}
    tell me the maximum of {few} and {other_few}
    i say {few} is bigger than {other_few} am i right
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
    {errand} that is what i must not forget
    {errand} remind me
    {errand} put that on my list
    remind me {errand}
    make a note that i have to {errand}
    note to self {errand}
    on my list for today put {errand}
    nudge me to {errand}
    ping me later so i {errand}
    last time i forgot to {errand} so this time you remind me
    my wife will be cross if i do not {errand} so please jog my memory
    tie a knot in your handkerchief for me i have to {errand}
    i am always forgetting to {errand} could you keep on at me
    tomorrow somebody has to tell me to {errand} and that is you
    would you set a reminder for me to {errand}
    please see that i remember to {errand}
    i am getting old and need help remembering to {errand}
    in case it slips my mind tell me to {errand}
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
    {clock} wake me
    {clock} alarm please
    {clock} and not a minute later get me out of bed
    {clock} i have to be up
    alarm {clock}
    get me up at {clock}
    i need to be awake by {clock}
    the baby kept us up all night so let me sleep but not past {clock}
    let the alarm go off at {clock}
    tomorrow i start my new job so i need waking at {clock}
    could i have a wake up call at {clock}
    going to bed now wake up time is {clock}
    it would be a disaster if i slept past {clock} so please wake me
    at {clock} i want to hear that bell and jump out of bed
    have my clock ring at {clock}
    i get up at {clock} make sure i do
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
    {few} minutes from now i want to hear a beep
    set {few} minutes
    start a timer {few} minutes
    give me {few} minutes on the timer
    shout when {few} minutes are up
    the eggs want {few} minutes tell me when they are done
    the pizza goes in now {few} minutes please
    the kids may play for {few} minutes then ring the bell
    i am taking a nap of {few} minutes so ring when it is over
    put the kitchen clock on {few} minutes
    my parking runs out in {few} minutes so sound a signal then
    would you let it ring in {few} minutes
    we are playing a game and each round is {few} minutes so start the clock
    i have to stir the soup again in {few} minutes give me a signal
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
    switch the {light} on please
    put on the {light} would you
    get the {light} going
    get the {light} running please
    the {light} should be on
    the {light} is still off can you change that
    the {light} went off please bring it back
    let me have the {light} on
    let the {light} come on
    would you mind turning the {light} on
    would you be a dear and put the {light} on
    is the {light} off then please turn it on
    can the {light} be switched on from there
    can you get the {light} to come on
    we need the {light} on in here
    we have guests coming so turn the {light} on
    i need the {light} now
    i would feel better with the {light} on
    i cannot reach the switch so please turn on the {light}
    i am in bed and too lazy to switch the {light} on myself do it for me
    i want to come home to the {light} being on
    my kids ask you to switch on the {light}
    when i come in i want the {light} to be on so start it now
    nobody switched on the {light} so you do it
    it is time for the {light} to go on
    it is much nicer with the {light} on please
    it would be lovely to have the {light} on when my guests arrive
    somebody turned off the {light} and i want it back on
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
    shut the {light} down
    the {light} please switch it off
    the {light} should be off by now
    the {light} is on and i would like it off
    the {light} has been on all day please turn it off
    the {light} bothers me please make it stop
    no more {light} for today turn it off
    enough of the {light} for tonight
    who left the {light} on turn it off
    did i leave the {light} on then please switch it off
    i left home and the {light} is still on so switch it off
    i want to save power so switch the {light} off
    we are going out so please turn off the {light}
    we are going to bed so the {light} has to go off
    can the {light} be switched off from there
    can you get the {light} to go off
    the baby is asleep so turn the {light} off
    my neighbor complains about the {light} please switch it off
    nobody is in the room so turn off the {light}
    nobody is using the {light} so off with it
    it is a waste to leave the {light} on
    nobody should be paying for the {light} all night so end it
    we are leaving the house and the {light} should not be left on
    my landlord does not want the {light} to be on at this hour
    the {light} is driving me mad end it now
    give the {light} a rest
    how can i get rid of the {light} for tonight
    i have a headache and the {light} has to go off
    why are we burning money on the {light} with no one at home
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
    {few} days what is taking you so long
    {few} days i have been sitting here
    {few} days and not a single call
    i waited {few} days
    it is {few} days now
    how much longer i have already waited {few} days
    for {few} days nobody has got back to me
    do you always make your customers wait {few} days
    is it normal that one waits {few} days for a reply
    my mother has been by the phone for {few} days and you never rang
    i wrote to you {few} days ago and nobody bothered to reply
    what have you been doing for {few} days while i waited
    you told me it would be quick and that was {few} days ago
    i am fed up it has taken {few} days already
    not a word from you people for {few} days
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
    i am really {good} right now
    i am feeling quite {good} thank you for asking
    i am just so {good} i had to tell somebody
    i have never felt so {good}
    i have been {good} all day long
    i could not be more {good}
    i cannot tell you how {good} i am
    i must say i feel rather {good}
    i am {good} and i want everyone to know
    you ask how i am well i am {good}
    how am i well {good}
    how do i feel {good}
    today i feel {good}
    today has made me {good}
    everything went well and now i am {good}
    my exam is over and i am {good}
    my baby was born and i am so {good}
    the sun is shining and i feel {good}
    the doctor had good news so i am {good}
    after my holiday i feel {good}
    after a good night of sleep i am {good}
    since this morning i have felt {good}
    spring is here and i am feeling {good}
    it feels great to be this {good}
    it is a wonderful day and i am {good}
    life is good and i feel {good}
    we are all {good} here
    right now i would say that i am {good}
    no need to worry about me i am {good}
    the therapy works i am finally {good}
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
    i am feeling a bit {bad} today
    i have been {bad} all day
    i have been feeling {bad} all week
    i have not been this {bad} for a long time
    i cannot help it i am {bad}
    i do not want to complain but i am {bad}
    i must admit that i am {bad}
    you ask how i am well i am {bad}
    how am i well {bad} i fear
    how do i feel {bad}
    nothing works today and i am {bad}
    everything goes wrong and i feel {bad}
    my friend moved away and i feel {bad}
    my team lost and now i am {bad}
    my cat ran away and i am so {bad}
    the news has made me {bad}
    the whole week has left me {bad}
    after such a night i feel {bad}
    nobody called me on my birthday and i feel {bad}
    it makes me {bad} just to think of it
    to tell you the truth i feel {bad}
    right now i am really {bad}
    we are both {bad} today
    life is hard and i am {bad}
    {bad} that is how i feel
    {bad} is how i feel
    oh dear i feel really {bad} and have nobody to tell
    the doctor asked how i was and i had to say {bad}
    no i am not fine i am {bad}
    things are not going well for me i am {bad}
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
    let {first_name} know i am going to be late
    please inform {first_name} that i am delayed
    text {first_name} that i am running behind
    drop {first_name} a line saying that i will be late
    send word to {first_name} that i am stuck in traffic and will be late
    i am stuck in a traffic jam please tell {first_name}
    my train is delayed somebody should tell {first_name}
    my car will not start so warn {first_name} that i will be late
    my plane landed late let {first_name} know
    i overslept could you tell {first_name} that i will be late
    i cannot make it on time please let {first_name} know
    i will not be there on time can you pass that on to {first_name}
    i am never going to make it in time tell {first_name}
    i am still at the dentist so {first_name} will have to wait a bit tell them
    apologize to {first_name} on my behalf because i am late
    give {first_name} my apologies i am running late
    leave a message for {first_name} saying that i am late
    a message for {first_name} please i will be late
    take a note for {first_name} it says i will be late
    {first_name} must not worry i am only late
    {first_name} must be wondering where i am say that i am late
    {first_name} is expecting me but i am late please pass it on
    {first_name} is standing at the station waiting so say that i am late
    {first_name} can go ahead and eat because i will be late
    so that {first_name} does not get angry please say that i am late
    warn {first_name} i am not going to be punctual
    would you be so kind as to tell {first_name} that i am coming late
    can somebody get a message to {first_name} that i am going to be late
    the meeting drags on and on so tell {first_name} i will be late
    it is going to be later than planned would you tell {first_name}
    beg {first_name} not to leave without me as i am late
    please break it gently to {first_name} that i will arrive late
    i forgot the time and {first_name} is waiting say that i will be late
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
    get me {full_name} please
    give {full_name} a call for me
    dial the number of {full_name} for me
    phone {full_name} now
    connect me with {full_name}
    put {full_name} on please
    may i have a word with {full_name}
    is {full_name} in i would like to talk to them
    is {full_name} available to talk
    is {full_name} at home could you try
    would {full_name} be free for a chat on the phone
    try {full_name} again maybe the line is free now
    see if you can get hold of {full_name} by phone
    i need to get hold of {full_name}
    i need {full_name} on the phone right now
    i missed a call from {full_name} please ring back
    i have a missed call from {full_name} so connect us
    i would like to return the call of {full_name}
    i promised to phone {full_name} today please put me through
    i lost the number of {full_name} can you dial it for me
    i want to wish {full_name} a happy birthday so start the call
    my hands are wet so please ring {full_name} for me
    start a call with {full_name}
    make the phone ring at the house of {full_name}
    do me a favor and dial {full_name}
    the person i want to talk to is {full_name}
    nobody but {full_name} can help me so put me through
    {full_name} please i will hold
    extension of {full_name} please
    could you find out whether {full_name} can talk and connect us
    it has been years since i heard the voice of {full_name} so ring them
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
    {city} is where i live now so send it there
    {city} send it there
    {city} that is where the driver has to go
    send it over to {city} please
    we have just moved house to {city} please change our address
    please change my address to {city}
    not to my old flat it has to go to {city}
    the parcel should go to my mother in {city}
    you can deliver it to us in {city}
    my post goes to {city} these days
    please have it brought to {city}
    have my things delivered in {city}
    i do not live there any longer note down {city} instead
    where to send it well to {city}
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
    {city} {weekday} by plane please
    {city} on {weekday} one seat on the plane
    {weekday} {city} a flight please
    {weekday} i must be in {city} so find me a flight
    fly me to {city} on {weekday}
    flight to {city} {weekday}
    any flights {weekday} to {city}
    i have a meeting in {city} and would like to fly out on {weekday}
    two of us want to fly on {weekday} and it should be {city}
    have you a seat left on the flight to {city} this {weekday}
    we are off on our honeymoon to {city} so we need to fly {weekday}
    my boss sends me to {city} get me a flight for {weekday}
    what flies to {city} on {weekday}
    take off {weekday} landing in {city} can you book me that
    i need to be in the air on {weekday} on my way to {city}
    get my wife a window seat to {city} on the {weekday} flight
    i am looking for a flight this {weekday} i am going to {city}
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
    {few} people {clock} a table please
    {few} of us at {clock} have you got a table
    {clock} table for {few}
    {clock} for {few} can you seat us
    table for {few} {clock}
    dinner for {few} at {clock}
    could we have a table at {clock} we would be {few}
    i want to reserve for {few} at {clock}
    we are {few} and we get hungry at {clock} keep us a table
    my parents are in town so we need a table for {few} about {clock}
    hold us a table at {clock} for {few}
    seat {few} of us at {clock} by the window if you can
    a quiet corner for {few} at {clock} please we want to eat
    it is my birthday and i am bringing {few} people to eat at {clock}
    lunch at {clock} we are {few}
    is it possible to dine with you at {clock} as a party of {few}
    save {few} seats for dinner at {clock}
    the restaurant booking is for {few} and we come at {clock}
    have you still got a table at {clock} that {few} can sit round
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
