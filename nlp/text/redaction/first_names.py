"""Given names that customers and advisers bear in French and English.

They help to recognise a name where a cue says that one may stand; a name that isn't
listed is left to named-entity recognition.
"""

from __future__ import annotations

from nlp.text.wordlist import word_set

FIRST_NAMES = word_set(
    """
    aaliyah aaron eleni anwesha desmond zohra lorene keyshawn wendell osei ravindra steeve abdel
    abdelkader abdou abdoulaye abdul abena abigail abraham achille adam adama ade adebayo adel
    adele adeline adil adrian adrien adrienne agathe agnes agnieszka ahmed aicha aida aidan
    aileen aisha aissatou aitor akash akim akira alain alan alana alastair alban albane albert
    alberto alec alejandro alessandro alessia alex alexander alexandra alexandre alexia alexis
    alfie alfonso alfred ali alice alicia alina aline alison alistair alix aliyah allan allison
    alois alphonse alvin alyssa amadou amanda amandine amar amara amber ambre amelia amelie
    amina aminata amine amir amira amit amy ana anais anastasia andre andrea andreas andree
    andrei andrew andy anessa angela angele angelina angeline angelique angus anh anisa anita
    anjali ann anna annabel annabelle anne anneke annette annick annie anouk anthony antoine
    antoinette anton antonia antonin antonio anya apolline archie ariane ariel arjun arlette
    armand armande armelle arnaud arthur ashley ashok asma assia astrid audrey august augustin
    aurelia aurelie aurelien austin ava awa axel axelle ayesha aymeric aziz babacar baptiste
    barbara barnaby barry bart bartosz bastien baya beatrice beatrix beckham belinda benedicte
    benjamin benoit bernadette bernard berthe bertrand beth bethany betty beverley beverly bev
    bianca bilal bilel billy bineta blandine blessing bob bobby bogdan boris boubacar brad
    bradley brahim brandon brenda brendan brent bret brian briana brice bridget brigitte britney
    brittany bronwyn bruce bruno bryan bryony byron callum calvin camelia cameron camila camille
    candice caitlin carina carl carla carlo carlos carly carmen carol carole carolina caroline
    carolyn carrie casey cassandra cassidy catherine cathy cecile cecilia cecily cedric celeste
    celia celine celina cesar chad chantal charlene charles charlie charly chelsea cherie cheryl
    chiara chidi chinedu chloe chris christa christel christelle christian christiane christina
    christine christophe christopher cindy claire clara clarence clarisse claude claudia
    claudette claudine claudio clementine clemence clement cleo clive clotilde cody colette
    colin colleen conor connor coralie coraline corentin corinne cornelia courtney craig
    cristiano cristina curtis cynthia cyprien cyril cyrielle cyrille daisuke dalila dafydd
    damian damien damon dana daniel daniela daniele danielle danny daphne darius darlene darrell
    darren dave david davide dawid deanna debbie deborah debra declan deepak delia delphine
    delroy denis denise dennis denzel deon derek derrick desiree devon diana diane didier diego
    dieudonne dilnoza dimitri dina djamel djamila dmitri dolores dominic dominik dominique don
    donald donna dora doreen doris dorothee dorothy doug douglas drew duncan dustin dwayne dylan
    eamon ebony eddie eddy edgar edith edmond edouard eduardo edward edwige edwin eileen elaine
    elea eleanor elena eleonore eli eliane elias elie eliot elisa elisabeth elise elizabeth ella
    ellen ellie elliot elliott eloane elodie eloise elsa elsie emeline emeric emi emil emile
    emilie emily emma emmanuel emmanuelle emmett enora enzo eric erica erick erik erika erin
    ernest erwan esme esteban estelle esther ethan etienne eugene eugenie eunice eva evan eve
    evelyn evelyne ewa ewan fabian fabien fabienne fabio fabrice fadila faisal faiza fanny fanta
    farah farid farida fatih fatima fatiha fatma fatou fatoumata faustine fay federico felicia
    felicie felicity felipe felix ferdinand fernand fernanda fernando fiona firmin flavie
    flavien flora florent florian floriane francesca francesco francine francis francisco franck
    francois francoise frank frankie franz fred freddie freddy frederic frederick frederique
    freya gabin gabriel gabriela gabriele gabriella gabrielle gael gaelle gaetan gaetane gail
    gareth garry gary gaspard gaston gavin gemma genevieve geoff geoffrey geoffroy george
    georges georgette georgia georgina gerald geraldine gerard germain germaine gertrude
    ghislain ghislaine gianluca gianni gilbert gilberte gilles gillian gina ginette ginny
    giorgio giovanni gisele giulia giuseppe gladys glen glenda glenn glenys gloria gonzalo
    gordon graham greg gregoire gregory greta gretchen griffin grzegorz guadalupe guilhem
    guillaume gunther gustav gustave guy gwen gwenaelle gwendoline habib hadrien haidar hakim
    hal halima hamid hamza hana hanane hannah hans harold haroun harriet harrison harry hartmut
    harvey hasan hassan hatice hayley hazel heather hector heidi helen helena helene helmut
    henri henriette henry herbert hermine herve hicham hilary hilda hippolyte hoang holly honore
    hortense houria howard hubert hugh hugo hugues huguette humphrey hussein hyacinthe ian
    ibrahim ibrahima ida idriss ignacio igor ikram ilan ilana ilham ilias ilona imane imogen
    imran ines ingrid irene irina iris irma isaac isabel isabella isabelle isaiah isla ismael
    ismail issa ivan ivana ivo ivy jacek jack jackie jackson jacky jacob jacqueline jacques jada
    jade jaime jake jakub jamal james jamel jamie jamila jan jana jane janet janice janine janis
    jared jasmin jason javier jay jayden jayne jeanette jeanine jeanne jeannette jeannine
    jeannot jeff jeffrey jemima jen jenna jennifer jenny jeremie jeremy jermaine jerome jerry
    jess jesse jessica jesus jill jillian jim jimmy joachim joan joana joann joanna joanne
    joaquin jocelyn jocelyne jodie joe joel joelle joey johan johann johanna john johnny jolene
    jon jonah jonas jonathan jordan jordane jorge jose josee joseph josephine josette josh
    joshua josiane josie josue joyce juan juana juanita judith judy jules julia julian juliana
    julie julien julienne juliet juliette julio justin justine kaiden kalvin kamel kamila kanye
    karen karim karima karin karine karl karla karolina kassandra kate katarzyna katell
    katherine kathleen kathryn kathy katia katie katrina katy kayla kayleigh keira keisha keith
    kelly kelvin ken kendra kenneth kenny kenza keri kerry kev kevin khadija khaled khalid
    kieran kim kimberly kirsten kirsty klaus konrad kofi krista kristen kristin kristina krystal
    krzysztof kurt kwame kyle kylian kylie lachlan laetitia laila lamine lana lara larissa larry
    latifa latoya laura laure laurel lauren laurence laurene laurent laurentine laurie laurine
    lawrence lea leah leandro leanne leela leila lena lenny leo leocadie leon leona leonard
    leonardo leone leonie leonora leopold leroy lesley leslie leticia lewis liam lila lilian
    liliane lilia lilly lily lina linda lindsay lindsey linh lino lionel lisa lise lisette liz
    liza lizzie lloyd lois loic lola loris lorena lorenzo loretta lorna lorraine lotte lou
    louane louis louisa louise louison lounes luc luca lucas lucette lucia lucian luciana lucie
    lucien lucienne lucile lucille lucinda lucy ludivine ludovic luigi luis luisa luiz luke luna
    lydia lydie lyla lylou lynda lynn lynne mabel mackenzie maddison madeleine madeline madison
    mael maelle maelys maeva magali magalie magdalena maggie mahdi maia maisie malcolm malia
    malik malika malo mamadou mandy manon manuel manuela marc marcel marcelle marcelo marcia
    marcin marco marcos marcus marek margaret margarita margaux margot marguerite maria mariam
    mariama mariana marianne mariano marie marieke mariela marielle marilyn marilyne mario
    marion marisa marisol marissa marius marjorie marko marlene marlon marta martha martine
    marvin mary maryam maryline maryse maryvonne mason massimo mathew mathias mathieu mathilde
    mathis mathys matilda matt matteo matthew matthias matthieu matthis maud maude maureen
    maurice mauricio mauro maxence maxime maxine maxwell maya mehdi mehmet meera megan meghan
    mei melanie melina melissa melodie melvin mercedes meredith meryem meriem mia micah michael
    michal micheal michel michele micheline michelle mickael miguel mikael mike mikhail mila
    mildred milena miles milo mimoun mina minh miranda mireille miriam misha mitchell mohamed
    mohammad mohammed moira molly mona monica monika monique morag morgan morgane moses mouhamed
    mouna mourad moussa mustafa mustapha myriam myrtille nabil nabila nacer nadege nadia nadine
    nadir naima nancy naomi nasser nassim nassima natacha natalia natalie natasha nathalie
    nathan nathaniel nawal neal ned neil nell nelly nelson nestor neville ngoc nguyen niamh
    nicholas nick nicki nicky nico nicola nicolas nicole nigel nikhil niki nikita nikki niko
    nils nina nino nisha noam noe noel noelle noemie nolan nolwenn nora norah norbert norma
    norman nour noura octave odette odile olga oliver olivia olivier olle ollie oluwaseun omar
    oona orlane oscar osman ossie oswald othmane ottilie oumar oumou ousmane owen oyin pablo
    paco paddy paige pam pamela paola paolo parker pascal pascale pascaline pat patrice patricia
    patrick patsy patty paul paula pauline paulette paulo pavel pawel pedro peggy penelope
    perrine pete peter petra phil philip philippa philippe phillip philomene phoebe phyllis
    pierrette pierrick piotr prakash pranav priscilla priya quentin quincy rachel rachid rachida
    rafael raghav rahul rainer raj rajesh ralph ramon ramona rana randall randy rania raoul
    raphael raphaelle raquel raul ravi ray raymond raymonde rayan rebecca regine regis reginald
    reine remi remy renata renaud rene renee rhiannon rhonda rhys ricardo richard rick ricky
    rita robert roberta roberto robin robyn rocco rochelle roderick rodney rodolphe rodrigo
    rodrigue roger roland rolande roman romain romane romeo romuald ronald ronan ronnie rory
    rosa rosalie rosalind rosamund roseline roselyne rosemary rosie roslyn ross roxane roxanne
    roy ruben rudolf rudy rufus rupert russell ruth ryan sabine sabri sabrina sacha sadia safia
    said saida salim salima sally salma salome salvatore sam samantha sami samia samir samira
    samson samuel sandra sandrine sandro sandy sanjay santiago saoirse sara sarah sasha saul
    saskia scott sean sebastian sebastien segolene selena selim selina selma sephora serena
    serge sergei sergio severine shane shanice shannon sharon shaun shauna shawn sheila shelby
    shelley sherry shirley shreya sian sid sidney sidonie sienna sigrid silvia simon simona
    simone sinead siobhan sixtine skye slimane sofia sofiane solange solene sonia sophia sophie
    soraya souad soukaina spencer stacey stacy stan stanislas stanley stefan stefanie stella
    steph stephan stephane stephanie stephen steve steven stewart stu stuart sue sukhdeep suki
    suleyman sunita suraj susan susanna susie suzanne suzette suzy sven svetlana sybille sylvain
    sylvaine sylvia sylviane sylvie tabitha tadeusz tamara tamika tammy tania tanguy tanya tara
    tariq tatiana taylor ted teddy teresa terence terrell terri terry tess tessa thandeka thanh
    thelma theo theodore theophile therese thibaud thibault thibaut thierry thomas tia tiago
    tiffany tim timeo timothee timothy tina tiphaine titouan tobias toby todd tom tomas tomasz
    tommy toni tony tracey tracy travis trevor tricia trish tristan troy tuan tyler tyrell
    tyrone ulrich ulrike uma ursula usman vadim valentin valentina valeria valerie vanessa vera
    verity veronica veronique vicente vicky victor victoire viktor vincent vinh virgile virginie
    vishal vivek vivian viviane vivien vivienne vladimir wahid walid wallace walter wanda warren
    wayne wendy werner wesley whitney wilfred wilfried wilhelm willem william willie wilma
    wojciech xavier xenia xiao yacine yael yan yanis yann yannick yannis yara yasmin yasmina
    yasmine yasser yassine yoann yohan yolanda yolande youcef younes youssef yuki yuri yusuf
    yvan yves yvette yvonne zachary zacharie zack zahia zahra zainab zakaria zara zein zelda
    zeynep zhang zidane zineb ziad zoe zoey zofia zoran zuzanna benedict kris
    """
)
"""Names that are hardly ever anything else when capitalised; accents folded."""

DOUBTFUL_FIRST_NAMES = word_set(
    """
    aimee alba alma amour angel ange anjou april ariane ashley aurore autumn basil ben bill
    blanche brook carmel cerise charlotte chance chase cherry christmas clay cliff constance
    corail crystal dan daisy dale dawn dean desire destiny dot earl eden elle ellis elvis ernie
    ester faith fern fleur florence ford gene ginger grace grant harmony heath henri hope hunter
    iman ikea india inès jan jasmine jean jewel jo joy jude june june kay kit lance laurel lee
    liberty lourdes marc mai marcy marine mark martin marvel mathurin max may melody mercy
    merlin miel misty mini narcisse neige nour olive opal opale oceane ocean paris patience
    pascal pearl penny perle pierre piper pip prudence prune rain randy ray rich rob rock rod
    roman ron rose ruby rusty sage sandy saul savannah sandie scarlett sky skip solal star
    stella sunny summer sydney tanner theta ti tiffany trinity valentine val venus vic victoria
    vienne viola violet violette virgin wade will willow win zen noa mat matt al art axel mael
    rey jordan austin chelsea devon georgia madison sherry troy virginie lloyd leroy mercedes
    sephora jade iris ivy hazel heather holly amber ambre olivia luna nelson orlane reine
    felicity verity miles drew frank guy harry jack jimmy sue don guy clement zara gloria curtis
    said max cleo hugo marin constant firmin lise carol skye coraline clementine ebony bob dora
    casey paul louis thomas morgan kenzo celeste vivaldi august bev
    """
)
"""Names that are also words, places or brands: a cue must stand beside them."""

SURE_FIRST_NAMES = FIRST_NAMES - DOUBTFUL_FIRST_NAMES
"""Names recognised wherever they stand capitalised inside a sentence."""
