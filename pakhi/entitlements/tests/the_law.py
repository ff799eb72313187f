"""The law as it was found on 21 November 2026, as tables to hold against the sources.

A dash: not known, or open. Whoever corrects a row corrects its line here, so that no figure changes unseen.
"""

VERSIONS = """
# row                   series                        place  from       to         day that counts  seen
pmjay@2018              pmjay                         IN     2018-09-23 -          today            yes
pmjay-wb@2019-gap       pmjay-wb                      IN-WB  2019-01-10 2026-06-07 today            yes
pmjay-wb@2026           pmjay-wb                      IN-WB  2026-06-08 -          today            yes
victim-treatment@2013   victim-treatment              IN     2013-02-03 2024-06-30 today            no
victim-treatment@2024   victim-treatment              IN     2024-07-01 -          today            yes
medical-exam@2024       medical-exam                  IN     2024-07-01 -          fir_date         yes
ksy-sabla@study         adolescent-girls              IN     -          2018-03-31 today            yes
sag@2018                adolescent-girls              IN     2018-04-01 2022-03-31 today            yes
sag@2022                adolescent-girls              IN     2022-04-01 -          today            no
rksk                    rksk                          IN     2014-01-01 -          today            yes
rte@2010                rte                           IN     2010-04-01 -          today            yes
kgbv                    kgbv                          IN     2004-07-01 -          today            yes
samagra@2018            samagra                       IN     2018-04-01 2026-03-31 today            yes
nclp@study              nclp                          IN     1988-01-01 2021-03-31 today            yes
vcs-crpc@2009           victim-compensation-law       IN     2009-12-31 2024-06-30 application_date yes
vcs-bnss@2024           victim-compensation-law       IN     2024-07-01 -          application_date yes
nalsa-women@2018        nalsa-women                   IN     2018-10-02 -          application_date yes
wbvcs@2012              wb-vcs                        IN-WB  2012-11-08 2017-02-15 award_date       yes
wbvcs@2017              wb-vcs                        IN-WB  2017-02-16 -          award_date       yes
cvcf@2015               cvcf                          IN     2015-08-21 -          award_date       yes
fine-to-victim          court-compensation            IN     1974-04-01 -          award_date       yes
pocso-comp@2020         pocso-comp                    IN     2020-03-09 -          offence_date     yes
legal-aid               legal-aid                     IN     1995-11-09 -          today            yes
nalsa-trafficking@2015  nalsa-trafficking             IN     2015-01-01 -          today            yes
fir@2024                fir                           IN     2024-07-01 -          fir_date         yes
trafficking-offence@1   trafficking-offence           IN     2013-02-03 2024-06-30 offence_date     no
trafficking-offence@2   trafficking-offence           IN     2024-07-01 -          offence_date     yes
investigation-info@2024 investigation-info            IN     2024-07-01 -          fir_date         yes
investigation-2m@2018   investigation-limit           IN     2018-04-21 -          fir_date         yes
trial-2m@2024           trial-limit                   IN     2024-07-01 -          fir_date         yes
trial-6m-child@2025     trial-limit-child-trafficking IN     2025-04-15 -          today            yes
pocso-time              pocso-time                    IN     2012-11-14 -          fir_date         yes
pocso-report            pocso-report                  IN     2012-11-14 -          today            yes
witness-protection@2018 witness-protection            IN     2018-12-05 -          today            yes
identity-rape@1         identity-secrecy-adult        IN     -          2024-06-30 today            no
identity-rape@2         identity-secrecy-adult        IN     2024-07-01 -          today            yes
identity-child          identity-secrecy-child        IN     2016-01-15 -          today            yes
itpa-custody            itpa-custody                  IN     1987-01-26 -          today            yes
cl-fund@2016            cl-fund                       IN     2016-09-01 -          rescue_date      yes
bl-cash@2016            bl-cash                       IN     2016-05-17 2022-01-26 release_date     yes
bl-cash@2022            bl-cash                       IN     2022-01-27 2026-03-31 release_date     yes
bl-act                  bl-act                        IN     1976-02-09 -          today            yes
ujjawala                women-home                    IN     2007-12-04 2022-03-31 today            yes
swadhar                 women-home-difficult          IN     2015-01-01 2022-03-31 today            yes
shakti-sadan            women-home                    IN     2022-04-01 -          today            yes
osc                     osc                           IN     2015-04-01 -          today            yes
pwdva                   pwdva                         IN     2006-10-26 -          today            no
posh                    posh                          IN     2013-12-09 -          today            no
cwc                     cwc                           IN     2016-01-15 -          today            yes
sponsorship@icps        sponsorship                   IN     2014-04-01 2022-03-31 application_date yes
sponsorship@vatsalya    sponsorship                   IN     2022-04-01 -          application_date yes
foster@vatsalya         foster                        IN     2022-04-01 -          application_date yes
aftercare@icps          aftercare                     IN     2014-04-01 2022-03-31 application_date yes
aftercare@vatsalya      aftercare                     IN     2022-04-01 -          application_date yes
open-shelter            open-shelter                  IN     2009-01-01 -          today            yes
nrlm                    nrlm                          IN     2011-06-03 -          today            yes
nulm                    nulm                          IN     2013-09-24 2024-09-30 today            yes
ddugky                  ddugky                        IN     2014-09-25 -          today            yes
sdi-mes                 sdi-mes                       IN     2007-05-01 2017-03-31 today            yes
pmkvy                   pmkvy                         IN     2015-07-15 -          today            no
mgnrega                 rural-work                    IN     2006-02-02 2026-06-30 application_date yes
mgnrega-wb-stop         rural-work-wb                 IN-WB  2022-03-09 2026-06-01 today            yes
vbgramg                 rural-work                    IN     2026-07-01 -          application_date yes
rti                     rti                           IN     2005-10-12 -          application_date yes
rti-8j@2025             rti-8j                        IN     2025-11-14 -          today            yes
ahtu-advisory           ahtu                          IN     2020-07-06 -          today            yes
constitution            constitution                  IN     1950-01-26 -          today            yes
"""

SUMS = """
# row                  sum                           least    most (rupees)
pmjay@2018              cover                         500000   500000
pmjay-wb@2019-gap       swasthya_sathi_cover          500000   500000
sag@2018                ration_value                  9.5      9.5
samagra@2018            nios_support                  0        2000
samagra@2018            transport                     0        6000
nclp@study              stipend                       400      400
nalsa-women@2018        loss_of_life                  500000   1000000
nalsa-women@2018        gang_rape                     500000   1000000
nalsa-women@2018        rape                          400000   700000
nalsa-women@2018        unnatural_sexual_assault      400000   700000
nalsa-women@2018        loss_of_foetus_or_fertility   200000   300000
nalsa-women@2018        pregnancy_from_rape           300000   400000
nalsa-women@2018        burn_disfigurement            700000   800000
nalsa-women@2018        burn_over_50pct               500000   800000
nalsa-women@2018        acid_disfigurement            700000   800000
nalsa-women@2018        acid_over_50pct               500000   800000
nalsa-women@2018        limb_80pct_disability         200000   500000
nalsa-women@2018        limb_40_80pct                 200000   400000
nalsa-women@2018        limb_20_40pct                 100000   300000
nalsa-women@2018        limb_under_20pct              100000   200000
nalsa-women@2018        grievous_or_mental_injury     100000   200000
nalsa-women@2018        burn_20_50pct                 300000   700000
nalsa-women@2018        burn_under_20pct              200000   300000
nalsa-women@2018        acid_20_50pct                 300000   500000
nalsa-women@2018        acid_under_20pct              300000   400000
wbvcs@2017              any_head                      50000    300000
wbvcs@2017              trafficking_awards_seen       100000   800000
cvcf@2015               trafficking_rehabilitation    100000   -
cvcf@2015               rape                          300000   -
cvcf@2015               acid_attack                   300000   -
cvcf@2015               minor_physical_abuse          200000   -
cvcf@2015               sexual_assault_not_rape       50000    -
cvcf@2015               death                         200000   -
cl-fund@2016            government_share              15000    15000
cl-fund@2016            fine                          20000    50000
bl-cash@2016            immediate                     5000     5000
bl-cash@2016            immediate                     20000    20000
bl-cash@2016            adult_man                     100000   100000
bl-cash@2016            woman_or_child                200000   200000
bl-cash@2016            extreme                       300000   300000
bl-cash@2022            immediate                     0        30000
bl-cash@2022            adult_man                     100000   100000
bl-cash@2022            woman_or_child                200000   200000
bl-cash@2022            extreme                       300000   300000
sponsorship@icps        sponsorship                   2000     2000
sponsorship@vatsalya    sponsorship                   4000     4000
foster@vatsalya         foster                        4000     4000
aftercare@icps          to_organisation               2000     2000
aftercare@vatsalya      aftercare                     4000     4000
mgnrega                 unemployment_first_30_days    -        -
mgnrega                 unemployment_after            -        -
vbgramg                 unemployment_first_30_days    -        -
vbgramg                 unemployment_after            -        -
rti                     fee                           10       10
rti                     copy                          2        2
rti                     inspection_wb                 5        5
"""

CLOCKS = """
# row                   clock                 who               since                         limit
victim-treatment@2013   treat                 hospital          arrival                       0    days
victim-treatment@2024   treat                 hospital          arrival                       0    days
medical-exam@2024       send                  police            information_received          1    days
medical-exam@2024       report                doctor            examination                   7    days
rte@2010                tc                    head_teacher      transfer_certificate_request  0    days
vcs-crpc@2009           enquiry               dlsa              application_or_recommendation 60   days
vcs-bnss@2024           enquiry               dlsa              application_or_recommendation 60   days
nalsa-women@2018        fir_copy_to_dlsa      police            fir_registered                0    days
nalsa-women@2018        first_cash            dlsa              application_received          0    days
nalsa-women@2018        enquiry               dlsa              application_received          60   days
nalsa-women@2018        acid_order            dlsa              matter_noticed                7    days
nalsa-women@2018        acid_pay1             slsa              interim_order                 8    days
nalsa-women@2018        acid_pay2             slsa              first_payment                 60   days
nalsa-women@2018        appeal                survivor          dlsa_order                    90   days
nalsa-women@2018        limitation            survivor          offence_or_end_of_trial       1095 days
wbvcs@2017              enquiry               dlsa              application_received          60   days
pocso-comp@2020         special_relief_pay    dlsa_or_dcpu      cwc_recommendation            7    days
pocso-comp@2020         comp_pay              state             special_court_order           30   days
legal-aid               decide                dlsa              application_received          7    days
fir@2024                register              police            information_received          0    days
fir@2024                efir_sign             informant         efir_sent                     3    days
fir@2024                prelim_enquiry        police            information_received          14   days
investigation-info@2024 progress              police            fir_registered                90   days
investigation-info@2024 copies                magistrate        accused_appears               14   days
investigation-2m@2018   finish                police            fir_registered                60   days
trial-2m@2024           trial                 court             charge_sheet_filed            60   days
trial-6m-child@2025     trial                 court             hc_circular_or_order          180  days
pocso-time              evidence              court             cognizance                    30   days
pocso-time              trial                 court             cognizance                    365  days
pocso-report            police_to_cwc         police            report_received               1    days
pocso-report            care                  police            report_received               1    days
witness-protection@2018 threat_report         police_head       authority_order               5    working_days
itpa-custody            first                 magistrate        first_order                   10   days
itpa-custody            inquiry               magistrate        custody_order                 21   days
bl-act                  order                 sdm               rescue                        1    days
bl-act                  rescue                sdm               information_received          2    days
osc                     shelter_max           osc               admission                     5    days
pwdva                   first_hearing         magistrate        application_received          3    days
pwdva                   dispose               magistrate        first_hearing                 60   days
posh                    complain              survivor          incident                      90   days
posh                    inquiry               committee         complaint                     90   days
cwc                     produce               finder            child_found                   1    days
cwc                     sir                   social_worker     cwc_order                     15   days
cwc                     final                 cwc               first_production              120  days
mgnrega                 job_card              gp                registration_application      15   days
mgnrega                 work                  programme_officer work_demand                   15   days
mgnrega                 wages                 gp                work_done                     15   days
vbgramg                 work                  programme_officer work_demand                   15   days
vbgramg                 wages                 gp                work_done                     15   days
rti                     reply                 spio              received                      30   days
rti                     reply_life_liberty    spio              received                      48   hours
rti                     reply_via_apio        spio              received_by_apio              35   days
rti                     transfer              spio              received                      5    days
rti                     reply_third_party     spio              received                      40   days
rti                     reply_exempt_body_hr  spio              received                      45   days
rti                     first_appeal          applicant         reply_or_due_date             30   days
rti                     faa                   faa               first_appeal_filed            30   days
rti                     second_appeal         applicant         faa_order_or_due_date         90   days
"""


def table(text: str) -> list[tuple[str, ...]]:
    """The lines of a table without its head, cut at blanks."""
    return [tuple(line.split()) for line in text.strip().splitlines() if not line.startswith("#")]
