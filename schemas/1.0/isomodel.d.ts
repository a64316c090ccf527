// SPDX-License-Identifier: Apache-2.0
// The documents of isomodel, formats 1.0. Generated; do not edit.

/** A clause number such as 8.5.1 */
export type ClauseNumber = string;

export type Extensions = { [key: string]: unknown };

/** A reference such as ISO 9001:2015, 8.5.1#c */
export type RequirementRef = string;

/** An edition such as ISO 9001:2015 */
export type StandardRef = string;

/** One row of the table: what is done about a blocker; for an entry the first row that fits decides. */
export interface Activity {
  /** Its name, kebab-case */
  id: string;
  /** What is done, as an order; `{}` stands for what it is done to */
  title: string;
  /** Whose work it is */
  mender?: Mender;
  /** The facts it settles; `*` for those that no other row names */
  facts?: string[];
  /** Only facts with these outcomes; none means any */
  outcomes?: Outcome[];
  /** The kinds of entry it can settle; none where it is about facts only */
  over?: EntryKind[];
  /** Only entries of these topics; none means any */
  topics?: Topic[];
  /** Only entries that ask for these kinds; none means any */
  documented_information?: DocumentedInformation[];
  /** Only entries in these buckets; none means any */
  buckets?: Bucket[];
  /** Only entries with such an open nonconformity; none means any */
  findings?: FindingState[];
  /** Only entries whose evidence comes to this; none means any */
  evidence?: EvidenceState[];
  /** Only entries whose judgements come to this; none means any */
  conformity?: StandingConformity[];
  /** Which of its blockers one step resolves */
  sharing: Sharing;
  /** What not everybody can; absent where anybody will do */
  skill?: string;
  /** How much work one step is, where the record does not estimate it */
  effort: Effort;
  /** What the record holds when it is done */
  record: string;
  /** The activities whose steps come before, unless the graph says otherwise */
  after?: string[];
  /** Why these belong together, or why in this order */
  reason: string;
  /** What the row rests on; `practice` where no document says so */
  citation: string;
}

/** What is done about blockers, with how much work that usually is. */
export interface ActivityTable {
  /** SPDX identifier */
  licence: string;
  /** The rows, in order, each name once */
  activities: Activity[];
  /** Data of other programs */
  extensions?: Extensions;
}

/** Who makes an event happen. */
export type ActorKind =
  | "organization"
  | "certification-body"
  | "either";

/** A published change to an edition that leaves its year as it is. */
export interface Amendment {
  /** The amendment as it is cited */
  ref: StandardRef;
  /** Its title */
  title: string;
  /** The day of publication; its items count from that day */
  published_on: string;
  /** Where this comes from, in a few words */
  source: string;
}

/** A day on which the answer becomes another by time alone. */
export interface AnswerChange {
  /** The day */
  on: string;
  /** The verdict from that day on */
  verdict: Verdict;
  /** What is different, in words, at most ten */
  causes: string[];
  /** How many further causes there are */
  more?: number;
}

/**
 * Whether a requirement or control applies.
 *
 * * `applicable`: It applies; a control is necessary.
 * * `not-applicable`: It does not; a control is excluded.
 */
export type Applicability =
  | "applicable"
  | "not-applicable";

/**
 * Whether a requirement or reference control applies, and why.
 *
 * The decisions on the controls of an annex are the rows of a Statement of Applicability.
 */
export interface ApplicabilityDecision {
  /** The requirement, control or clause */
  target: RequirementRef;
  /** What was decided */
  decision: Applicability;
  /** Why */
  justification?: string;
  /** Why a control is necessary, by kind */
  reasons?: InclusionReason[];
  /** Ids of the risks it treats */
  risks?: string[];
  /** Who decided */
  decided_by: string;
  /** The day; the decision does not count before it */
  decided_on: string;
  /** The day it is to be looked at again; absent where none is set */
  review_on?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * How months are added to a day.
 *
 * * `clamped`: The same day of the later month, or its last where that day does not exist.
 * * `end-of-month`: The last day of the later month, as transition periods are counted.
 * * `before`: The same day so many months earlier, clamped.
 * * `end-of-year`: The last day of the later calendar year; the period counts twelve months as one year.
 */
export type Arithmetic =
  | "clamped"
  | "end-of-month"
  | "before"
  | "end-of-year";

/** An environmental aspect with its significance. */
export interface Aspect {
  /** Its identifier, stable */
  id: string;
  /** Where it arises */
  activity: string;
  /** The aspect and its impact */
  description: string;
  /** What the criteria gave */
  significance: Significance;
  /** The units it arises in; none means all */
  units?: string[];
  /** The day the criteria were applied; absent while nobody has */
  evaluated_on?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** Everything an organization has established about its management system, for one or more standards. */
export interface Assessment {
  /** Its identifier, stable */
  id: string;
  /** Whose it is */
  organization: Organization;
  /** The boundaries of the system; absent while they are not determined */
  scope?: ManagementSystemScope;
  /** The editions it is an assessment against */
  editions: StandardRef[];
  /** What was established, the whole history */
  judgements?: Judgement[];
  /** What was decided about applicability, the whole history */
  applicability?: ApplicabilityDecision[];
  /** What can be shown */
  evidence?: Evidence[];
  /** What audits and others found */
  findings?: Finding[];
  /** Audits planned and performed */
  audits?: Audit[];
  /** Management reviews planned and performed */
  management_reviews?: ManagementReview[];
  /** The risk register */
  risks?: Risk[];
  /** The register of environmental aspects */
  aspects?: Aspect[];
  /** The register of hazards */
  hazards?: Hazard[];
  /** The register of compliance obligations */
  obligations?: ComplianceObligation[];
  /** The objectives */
  objectives?: Objective[];
  /** The certificates held, past ones included */
  certificates?: Certificate[];
  /** The complaints that came in */
  complaints?: Complaint[];
  /** The changes a certification body has to be told */
  changes?: NotifiableChange[];
  /** The lists that say they are complete: only there absence means none */
  complete?: RecordList[];
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * On whose word a positive judgement rests, rising.
 *
 * * `asserted`: A claim: by the owner without evidence that somebody else accepted, or inherited from a clause above.
 * * `evidenced`: The owner's claim with evidence that somebody else accepted.
 * * `reviewed`: A competent person other than the owner looked.
 * * `internally-audited`: An internal auditor looked at a sample that is recorded.
 * * `externally-audited`: An external auditor looked at a sample that is recorded.
 */
export type Assurance =
  | "asserted"
  | "evidenced"
  | "reviewed"
  | "internally-audited"
  | "externally-audited";

/** How many entries that count as met rest on which assurance. */
export interface AssuranceCount {
  /** The level: the weakest of its units */
  assurance: Assurance;
  /** The number */
  count: number;
}

/** One audit: what was planned, what was done, what it covered. */
export interface Audit {
  /** Its identifier, stable */
  id: string;
  /** Whose audit it is */
  type: AuditType;
  /** The editions it was an audit against */
  standards: StandardRef[];
  /** The day it is scheduled for; absent where none is set */
  planned_on?: string;
  /** The last day it took place; absent while it has not */
  performed_on?: string;
  /** The day the report was made; absent while there is none */
  reported_on?: string;
  /** The clauses, requirements and controls it covered; a clause covers everything below it */
  covers?: RequirementRef[];
  /** The units it covered; none means all */
  units?: string[];
  /** Who audited */
  auditors?: string[];
  /** Whether they were objective and impartial towards what they audited */
  independence?: Independence;
  /** Id of the evidence that is its report */
  report?: string;
  /** Whether the report has all that a decision needs; absent where nobody recorded it */
  report_content?: ReportContent;
  /** Who decides on certification after it; none means that nobody has recorded it */
  deciders?: string[];
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * Whose audit it is.
 *
 * * `internal`: By or for the organization itself.
 * * `stage-1`: The certification body's first stage.
 * * `stage-2`: The certification body's second stage.
 * * `surveillance`: The certification body's, between certifications.
 * * `recertification`: The certification body's, before a certificate ends.
 * * `special`: The certification body's, on a particular cause.
 * * `customer`: By a customer.
 */
export type AuditType =
  | "internal"
  | "stage-1"
  | "stage-2"
  | "surveillance"
  | "recertification"
  | "special"
  | "customer";

/** What is established about an entry in a unit: the input of the truth table. */
export interface Axes {
  /** Whether it applies */
  applicability: Applicability;
  /** The worst open nonconformity */
  finding: FindingState;
  /** Whether a control is on its way under a treatment plan */
  plan: PlanState;
  /** What the evidence comes to */
  evidence: EvidenceState;
  /** What the judgements come to */
  conformity: StandingConformity;
  /** How far the work has come */
  work_status: WorkState;
  /** On whose word a positive judgement rests */
  assurance: Assurance;
}

/**
 * What a number without a letter means where an edition has both clauses and annex controls.
 *
 * * `as-header`: What the header says (Control, Annex A: a control; Clause: a clause); where it says neither, a number is read only if one of the two exists.
 * * `annex`: A control of the annex.
 * * `body`: A clause of the body.
 */
export type BareNumbers =
  | "as-header"
  | "annex"
  | "body";

/**
 * What a correspondence rests on, from the weakest.
 *
 * * `judgement`: Somebody who knows both editions judged.
 * * `derived`: It follows from other facts: numbers and titles that agree, or a chain of other correspondences.
 * * `published`: An official table, or a public source that quotes one, has the pair; the relation may still be judged.
 */
export type Basis =
  | "judgement"
  | "derived"
  | "published";

/**
 * What a row without a number means.
 *
 * * `refuse`: Nothing that can be known: it is refused.
 * * `as-above`: The number above it: merged cells lose theirs when a sheet is saved as CSV.
 */
export type BlankReference =
  | "refuse"
  | "as-above";

/** One thing that stands between the record and a ready verdict; without any one of them left it is not ready. */
export interface Blocker {
  /** Its place in the order of work, from 1 */
  position: number;
  /** What it is */
  kind: BlockerKind;
  /** The fact, requirement or control */
  subject: string;
  /** Known to fail, or not known */
  outcome: Outcome;
  /** What is the matter, in words */
  sentence: string;
  /** The rules it holds up */
  rules: string[];
  /** Who answers for the matter, where the record says */
  owner?: string;
  /** Person-days of work left, where the record estimates it */
  effort_left?: number;
  /** How many other blockers lean on it, directly or through others, by what requires what */
  unlocks?: number;
  /** How many other blockers it leans on in that way; each of them comes before it */
  waits_for?: number;
  /** The subjects of those it leans on next, without those that these lean on in turn; at most ten */
  after?: string[];
}

/**
 * What stands in the way.
 *
 * * `fact`: Something about the system as a whole.
 * * `entry`: One requirement or control.
 */
export type BlockerKind =
  | "fact"
  | "entry";

/** Where a requirement or control is counted; each is counted exactly once. */
export type Bucket =
  | "gap"
  | "partial"
  | "stale"
  | "conflicting"
  | "not-assessed"
  | "asserted"
  | "planned"
  | "expected-minor"
  | "met"
  | "not-applicable";

/** How many entries are in a bucket. */
export interface BucketCount {
  /** The bucket */
  bucket: Bucket;
  /** The number */
  count: number;
}

/** What a bucket stands for. */
export interface BucketMeaning {
  /** The bucket */
  bucket: Bucket;
  /** How it counts where a rule asks for conformity, and in the share */
  outcome: Outcome;
  /** Its place from worst to best: of several units the worst decides */
  rank: number;
  /** In words */
  meaning: string;
}

/** One bucket, the standards side by side; the numbers of different standards are not added. */
export interface BucketSpread {
  /** The bucket */
  bucket: Bucket;
  /** Entries in it for each standard, in the order of the standards */
  counts: StandardCount[];
}

/** On which days work is done. */
export interface Calendar {
  /** The days of the week; at least one */
  working_days?: Weekday[];
  /** Days on which nobody works */
  holidays?: string[];
}

/** A certificate of the management system, as the organization holds it: one per standard and cycle. */
export interface Certificate {
  /** Its number, as printed on it */
  id: string;
  /** The edition it is to */
  standard: StandardRef;
  /** The first day it is valid */
  effective_on: string;
  /** The last day it is valid */
  expires_on: string;
  /** The day it was last suspended; absent where it never was */
  suspended_on?: string;
  /** The day that suspension was lifted; absent while it lasts */
  restored_on?: string;
  /** The day it was withdrawn or given back; absent while it is not */
  withdrawn_on?: string;
  /** Whether the marks that come with it are used as agreed; absent where nobody recorded a look */
  mark_use?: MarkUse;
  /** The day somebody last looked at the use of marks; absent where nobody recorded it */
  mark_use_checked_on?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** What became of one requirement or control; where it splits, one of these for each part. */
export interface Change {
  /** What became of it */
  kind: ChangeKind;
  /** The old one; absent for what is new */
  source?: RequirementRef;
  /** The new one; absent for what is withdrawn or unknown */
  target?: RequirementRef;
  /** How the old relates to the new; absent where one of them is */
  relation?: SetRelation;
  /** Why, in one line */
  reason: string;
  /** What that rests on; absent where nothing is known */
  basis?: Basis;
  /** How many independent sources agree; 0 is general knowledge only */
  source_confidence?: number;
}

/**
 * What became of a requirement or control.
 *
 * * `unchanged`: It asks for the same, in the same place.
 * * `reworded`: It asks for the same in the same place; our statement of it is another one.
 * * `moved`: It asks for the same, in another place.
 * * `changed`: One became one, and what it asks for is not the same.
 * * `split`: It became several.
 * * `merged`: It became part of one that others went into as well.
 * * `new`: The old edition has nothing like it.
 * * `withdrawn`: The new edition has nothing like it.
 * * `unknown`: The table of correspondences does not speak of it.
 */
export type ChangeKind =
  | "unchanged"
  | "reworded"
  | "moved"
  | "changed"
  | "split"
  | "merged"
  | "new"
  | "withdrawn"
  | "unknown";

/** A numbered part of a standard. */
export interface Clause {
  /** Its number */
  number: ClauseNumber;
  /** Its title; absent for a numbered paragraph that the standard leaves untitled */
  title?: string;
  /** Clause or annex */
  kind?: ClauseKind;
  /** What it is about, across standards; absent where no topic fits */
  topic?: Topic;
  /** Its place in the plan-do-check-act cycle; absent outside clauses 4 to 10 */
  phase?: Phase;
  /** How much of what it asks for is stated here; absent where the edition does not say */
  content?: ClauseContent;
  /** How many independent sources agree on number and title; 0 is general knowledge only */
  source_confidence: number;
  /** A remark of ours */
  note?: string;
  /** Its own requirements, in the order of the standard */
  requirements?: Requirement[];
  /** Its reference controls, in the order of the standard */
  controls?: Control[];
  /** Its subclauses, in the order of the standard */
  clauses?: Clause[];
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * How much of what a clause asks for is stated here; nothing is invented to fill a gap.
 *
 * * `stated`: Its obligations are stated as requirements.
 * * `partly-stated`: Some are; of others nothing certain is known.
 * * `not-known`: Number and title are known, what it asks for is not; that it has no requirements here means nothing.
 * * `heading`: It asks for nothing itself; its subclauses or controls do.
 * * `guidance`: It recommends or explains; whatever is stated are recommendations.
 * * `none`: It asks for nothing: a scope, references, terms.
 */
export type ClauseContent =
  | "stated"
  | "partly-stated"
  | "not-known"
  | "heading"
  | "guidance"
  | "none";

/**
 * What a numbered part of a standard is.
 *
 * * `clause`: A clause or subclause of the body.
 * * `annex`: An annex, or a group of reference controls inside one.
 */
export type ClauseKind =
  | "clause"
  | "annex";

/**
 * How to read one organization's register: what its headers and words mean, beyond the tables of this library.
 *
 * What is said here goes before the tables. Nothing has to be said; a register whose headers and words are in the tables is read without a mapping.
 */
export interface ColumnMapping {
  /** What columns hold, by header */
  columns?: ColumnRule[];
  /** What words mean; one that names no meaning at all says that nothing is known yet */
  status_words?: StatusWord[];
  /** Names in the register that mean the edition it is read against, such as a national adoption */
  standard_names?: string[];
  /** Names in the register that mean units of the organization */
  unit_names?: UnitName[];
  /** What a number without a letter means */
  bare_numbers?: BareNumbers;
  /** What a row without a number means */
  blank_reference?: BlankReference;
  /** How a day such as 03/04/2026 is to be read */
  date_order?: DateOrder;
  /** What *implemented* says about conformity: by default nothing, because work and conformity are two things */
  implemented_means?: Conformity;
  /** What a row with a status says about applicability where no word of it does; absent: nothing */
  unsaid_applicability?: Applicability;
  /** The row of the header, from 1; absent: the first row that reads as one */
  header_row?: number;
  /** What stands between cells; absent: what the header shows */
  delimiter?: "," | ";" | "\t" | "|";
  /** Data of other programs */
  extensions?: Extensions;
}

/** What one column of a register holds, by its header. */
export interface ColumnRule {
  /** The header as it stands in the register; compared folded */
  header: string;
  /** What the column holds */
  field: Field;
}

/** What changes from one edition to another. */
export interface Comparison {
  /** The old edition */
  source: StandardRef;
  /** The new edition */
  target: StandardRef;
  /** Revision of the table of correspondences it rests on */
  revision: number;
  /** What became of everything, in the order of the old edition, then what is new */
  changes: Change[];
}

/** A complaint about what the organization delivers or does, and what became of it. */
export interface Complaint {
  /** Its identifier, stable */
  id: string;
  /** The day it came in; it does not count before it */
  received_on: string;
  /** What somebody complained about */
  statement: string;
  /** The editions whose system it concerns; none means all of the assessment */
  standards?: StandardRef[];
  /** What is done about it; absent while nothing is */
  action?: string;
  /** The day it was dealt with; absent while it is not */
  handled_on?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** Something the organization has to comply with, or chose to, and whether it does. */
export interface ComplianceObligation {
  /** Its identifier, stable */
  id: string;
  /** What it is */
  title: string;
  /** Which law, permit, contract or commitment */
  source: string;
  /** Which of these it is; absent where nobody recorded it, or where it is several */
  kind?: ObligationKind;
  /** The controls it asks for */
  controls?: RequirementRef[];
  /** What the last evaluation found */
  status: ObligationStatus;
  /** The day; absent while nobody has evaluated it */
  evaluated_on?: string;
  /** What is done about a breach */
  action?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * One comparison.
 *
 * A side is `fact:NAME`, `date:NAME`, `parameter:NAME`, `deadline:NAME` for its last day, `value:TEXT` on the right, or `day` for the day of the event. Names are compared whatever their case and the spaces around them.
 */
export interface Condition {
  /** What is compared */
  left: string;
  /** How */
  test: Test;
  /** With what; absent where the test needs nothing */
  right?: string;
}

/**
 * How well founded a rule is.
 *
 * * `hard`: Read at a primary source, or at independent secondary ones that agree.
 * * `reported`: From one secondary source.
 * * `expected`: General knowledge or practice; no source was at hand.
 */
export type Confidence =
  | "hard"
  | "reported"
  | "expected";

/**
 * What was found about a requirement.
 *
 * * `conforming`: It is fulfilled.
 * * `nonconforming`: It is not fulfilled.
 * * `not-assessed`: Nobody has established either.
 */
export type Conformity =
  | "conforming"
  | "nonconforming"
  | "not-assessed";

/** A reference control of an annex: something to compare with, not a requirement. */
export interface Control {
  /** Edition and number, such as `A.5.7` */
  ref: RequirementRef;
  /** Its title */
  title: string;
  /** What is in place when it operates, in our words */
  statement: string;
  /** The group it belongs to */
  theme: string;
  /** Its values in the attribute families */
  attributes?: ControlAttribute[];
  /** What an auditor is typically shown */
  typical_evidence?: string[];
  /** How many independent sources agree on number and title */
  source_confidence: number;
  /** What the statement was compared with, or `recalled` */
  consulted: string;
  /** Raised by one when the statement changes in substance */
  meaning_revision?: number;
  /** A remark of ours */
  note?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** The values a reference control has in one attribute family. */
export interface ControlAttribute {
  /** The family, such as `control-type` */
  family: string;
  /** The values, in the order of the source */
  values: string[];
}

/** What is decided about one control and how far it has come: a row of the statement. */
export interface ControlEntry {
  /** The control */
  control: RequirementRef;
  /** Its title */
  title: string;
  /** Where it comes from */
  origin?: ControlOrigin;
  /** Whether it is necessary */
  necessity: Necessity;
  /** Why it is, by kind */
  reasons?: InclusionBasis[];
  /** Why it is necessary or why it is excluded, in words; absent where nobody wrote any */
  justification?: string;
  /** Who decided; of an exclusion, who approved it. Absent while nobody has */
  decided_by?: string;
  /** The day */
  decided_on?: string;
  /** The day the decision is to be looked at again; absent where none is set */
  review_on?: string;
  /** The group that the decision was made on; absent where it was made on the control itself */
  decided_at?: RequirementRef;
  /** Whether it is implemented */
  implementation: Implementation;
  /** How far the work has come, by the unit in which it is least far; absent where it is not known. An excluded control has one where it was judged all the same */
  work_status?: WorkStatus;
  /** How far it has come per unit, where units differ */
  units?: UnitImplementation[];
  /** Who answers for the control; absent where the record does not say */
  owner?: string;
  /** Ids of the evidence that shows it; what was rejected, replaced or withdrawn is left out */
  evidence?: string[];
  /** What a register or a judgement names as evidence, and no item of the record answers to */
  named_evidence?: string[];
  /** The risks it treats */
  risks?: RiskLink[];
  /** The obligations that ask for it */
  obligations?: ObligationLink[];
}

/**
 * Where a control comes from.
 *
 * * `reference`: The annex of the standard: it has to be accounted for.
 * * `custom`: An edition of the organization's own.
 */
export type ControlOrigin =
  | "reference"
  | "custom";

/** What is done to remove the cause of a nonconformity; a correction only removes the instance. */
export interface CorrectiveAction {
  /** What is done */
  description: string;
  /** Who does it */
  owner: string;
  /** Until when */
  due_on: string;
  /** The day it was done; absent while it is not */
  done_on?: string;
}

/** How one requirement, control or clause relates to one of another edition. */
export interface Correspondence {
  /** Where the comparison starts */
  source: RequirementRef;
  /** What it is compared with */
  target: RequirementRef;
  /** How the source relates to the target */
  relation: SetRelation;
  /** One line a reviewer can disagree with */
  rationale: string;
  /** What the row rests on */
  basis: Basis;
  /** Where it comes from, in a few words */
  stated_in: string;
  /** How many independent sources agree; 0 is general knowledge only */
  source_confidence: number;
}

/** How two editions correspond, many to many. */
export interface CorrespondenceTable {
  /** The edition compared */
  source: StandardRef;
  /** The edition it is compared with */
  target: StandardRef;
  /** Revision of this content, raised with every change of it */
  revision?: number;
  /** Whether everything is accounted for */
  extent: Extent;
  /** Where the content comes from */
  provenance: Provenance;
  /** The correspondences, in the order of the source */
  rows: Correspondence[];
  /** What only the source has */
  withdrawn?: Unmatched[];
  /** What only the target has */
  added?: Unmatched[];
}

/** A day that a case keeps, as effects set it. */
export interface DateDeclaration {
  /** Its name, ending in `-on` */
  name: string;
  /** Which day it is */
  meaning: string;
}

/**
 * How a day such as 03/04/2026 is to be read.
 *
 * * `unambiguous`: Not at all, unless one of the two numbers can be no month.
 * * `day-first`: The 3rd of April.
 * * `month-first`: The 4th of March.
 */
export type DateOrder =
  | "unambiguous"
  | "day-first"
  | "month-first";

/** How a day is found: an anchor, and months added to it. */
export interface DateRule {
  /** `day` for the day of the event, `fact:NAME` or `date:NAME`; absent clears the date */
  anchor?: string;
  /** The number of months, by its name in the policy; absent adds none */
  parameter?: string;
  /** How the months are added */
  arithmetic?: Arithmetic;
  /** Days added afterwards, such as -1 for *three years minus one day* */
  days?: number;
}

/** Something that is due, and what follows when it is missed. */
export interface Deadline {
  /** Its name, kebab-case */
  name: string;
  /** What is due */
  sentence: string;
  /** The states in which it runs */
  states: string[];
  /** The last day on which it is kept */
  rule: DateRule;
  /** How binding it is */
  kind: DeadlineKind;
  /** How well founded it is */
  confidence: Confidence;
  /** What follows when it is missed */
  consequence: string;
  /** What it rests on */
  citation: string;
  /** The date that says it is done; it counts when it is not before the anchor. Absent where leaving the states is what ends it */
  met_by?: string;
  /** The state that time alone leads to on the day after; absent where somebody has to act */
  becomes?: string;
}

/**
 * How binding a deadline is.
 *
 * * `hard`: A rule of the certification process; a body cannot grant more.
 * * `policy`: Left to the certification body; the number is its own.
 * * `expected`: Expected in practice; no rule was found that says so.
 */
export type DeadlineKind =
  | "hard"
  | "policy"
  | "expected";

/** What becomes of one record for one part of the new edition. */
export interface Decision {
  /** Which list the record is in */
  record: RecordKind;
  /** Where in that list it stands, from 0; absent where there is no record */
  position?: number;
  /** What the record is about; absent where there is no record */
  source?: RequirementRef;
  /** The requirement or control of the old edition that was followed, where the record is about more */
  through?: RequirementRef;
  /** What it leads to; absent where it leads nowhere */
  target?: RequirementRef;
  /** What becomes of it */
  outcome: MigrationOutcome;
  /** How the old relates to the new; absent where one of them is */
  relation?: SetRelation;
  /** Why, in one line */
  reason: string;
  /** What is put into the new record; absent where no judgement is */
  judgement?: Judgement;
  /** What is put into the new record; absent where no decision on applicability is */
  applicability?: ApplicabilityDecision;
}

/** A process as data. */
export interface Definition {
  /** Its name, kebab-case */
  name: string;
  /** What it is called */
  title: string;
  /** Raised with every change of it */
  revision: number;
  /** What it describes, in a few sentences */
  summary: string;
  /** The states; one is initial */
  states: State[];
  /** The events */
  events: Event[];
  /** What guards and effects may need to be told */
  facts?: FactDeclaration[];
  /** The days a case keeps */
  dates?: DateDeclaration[];
  /** The guards */
  guards?: Guard[];
  /** The status changes */
  changes: StatusChange[];
  /** The deadlines */
  deadlines?: Deadline[];
  /** The numbers, each with its source */
  policy: Policy;
  /** What starting a case does to its dates */
  opening?: Effect[];
  /** Data of other programs */
  extensions?: Extensions;
}

/** One clause or requirement leaning on another of the same edition. */
export interface Dependency {
  /** What leans */
  source: RequirementRef;
  /** What it leans on */
  target: RequirementRef;
  /** How */
  kind: DependencyKind;
  /** What the link rests on */
  basis: DependencyBasis;
  /** One line a reviewer can disagree with */
  reason: string;
}

/**
 * What a dependency rests on.
 *
 * * `cited`: The number was found in a public source that quotes the reference.
 * * `judgement`: General knowledge of the standard, not checked against a source.
 */
export type DependencyBasis =
  | "cited"
  | "judgement";

/**
 * What one clause or requirement has to do with another that it leans on.
 *
 * * `requires`: The source cannot be fulfilled while the target is not: a judgement, with a reason, and without cycles.
 * * `feeds`: The source takes an input from the target; inputs may run in circles, as the improvement cycle does.
 * * `verifies`: The source checks whether the target works.
 * * `cites`: The source names the target by its number.
 */
export type DependencyKind =
  | "requires"
  | "feeds"
  | "verifies"
  | "cites";

/**
 * What has to exist in writing, independent of the verb an edition happens to use.
 *
 * * `none`: Nothing in writing is asked for here.
 * * `document`: Information that is kept current: it holds until it is replaced.
 * * `record`: Evidence of what was done: it covers a period.
 */
export type DocumentedInformation =
  | "none"
  | "document"
  | "record";

/** A step and how much the end of the plan moves with it. */
export interface Driver {
  /** Its id */
  step: string;
  /** How the ranks of its work and of the end go together over the runs, in thousandths, from -1000 to 1000; 0 where it does not vary */
  correlation: number;
  /** Number of runs in which it was on the chain that decides the end */
  critical: number;
}

/** A relation between two nodes, with what it rests on. */
export interface Edge {
  /** Id of the node it starts from */
  source: string;
  /** Id of the node it leads to */
  target: string;
  /** What the source has to do with the target */
  relation: Relation;
  /** What that rests on */
  basis: EdgeBasis;
  /** One line a reviewer can disagree with; absent where the edition's own numbering is the reason */
  reason?: string;
  /** How what the source asks for compares with what the target does; only where they correspond */
  comparison?: SetRelation;
}

/**
 * What an edge rests on.
 *
 * * `structure`: The numbering of the edition itself.
 * * `cited`: A public source that quotes the reference.
 * * `published`: An official table, or a public source that quotes one.
 * * `derived`: It follows from other facts, such as numbers and titles that agree.
 * * `judgement`: Somebody who knows the standard judged, and the reason says why.
 * * `record`: The organization's own record says so.
 */
export type EdgeBasis =
  | "structure"
  | "cited"
  | "published"
  | "derived"
  | "judgement"
  | "record";

/** What an event does to a date of the case. */
export interface Effect {
  /** The date */
  date: string;
  /** How it is found */
  rule: DateRule;
}

/** The client's own look at whether a corrective action worked; not the certification body's verification. */
export interface EffectivenessReview {
  /** `effective` or `not-effective` */
  effective: "effective" | "not-effective";
  /** Who looked */
  by: string;
  /** The day */
  on: string;
}

/** A three-point estimate of work, in hours of one person. */
export interface Effort {
  /** If all goes well */
  optimistic: number;
  /** What is planned with */
  likely: number;
  /** If little goes well */
  pessimistic: number;
}

/** What is counted: requirements and reference controls are never counted together. */
export type EntryKind =
  | "requirements"
  | "controls";

/** What one requirement or control of the new edition comes to. */
export interface EntryOutcome {
  /** The requirement or control */
  ref: RequirementRef;
  /** The one outcome; where several records lead to it, the one that asks for most */
  outcome: MigrationOutcome;
}

/** What is established about one requirement or reference control. */
export interface EntryReadiness {
  /** The requirement or control */
  ref: RequirementRef;
  /** Where it is counted: the worst of its units */
  bucket: Bucket;
  /** The rules of this gate that look at it */
  rules?: string[];
  /** What is established, per unit where units differ */
  units: UnitReadiness[];
}

/** Which entries of an edition a rule looks at. */
export interface EntrySelection {
  /** Requirements or controls */
  entries: EntryKind;
  /** Only these topics; none means all */
  topics?: Topic[];
  /** Only these topics, its own or that of the clause it is in or of a clause above; none means all */
  within?: Topic[];
  /** Only entries that ask for these kinds; none means all */
  documented_information?: DocumentedInformation[];
}

/** Something that can happen to a case. */
export interface Event {
  /** Its name, kebab-case */
  name: string;
  /** Who makes it happen */
  actor: ActorKind;
  /** What happened */
  meaning: string;
}

/** Something an organization can show. */
export interface Evidence {
  /** Its identifier in the organization's register, stable */
  id: string;
  /** What kind of evidence it is */
  kind: EvidenceKind;
  /** What it is called */
  title: string;
  /** Where it is kept: free text, never opened by this library */
  location?: string;
  /** SHA-256 of its content as `sha256:` and 64 hexadecimal digits */
  digest?: string;
  /** For a document: the day it takes effect. For a record use `period` */
  effective_on?: string;
  /** For a record: the days it covers */
  period?: Period;
  /** The day it was received */
  received_on: string;
  /** Its own last day; absent where it states none */
  valid_until?: string;
  /** Who answers for it */
  owner: string;
  /** What a person found who looked at it; absent while nobody has */
  review?: EvidenceReview;
  /** The items it replaces */
  supersedes?: string[];
  /** The day it was taken back */
  withdrawn_on?: string;
  /** The requirements, clauses or controls it supports */
  supports?: RequirementRef[];
  /** Those it speaks against, such as a failed restore test against the backup control */
  contradicts?: RequirementRef[];
  /** The units it holds for; none means the whole organization */
  units?: string[];
  /** A remark */
  note?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * What kind of evidence an item is; the kind decides whether it is a document or a record.
 *
 * * `policy`: A statement of intent by top management.
 * * `procedure`: How something is to be done.
 * * `plan`: What is to be done, by whom, until when.
 * * `register`: A list kept current, such as risks, assets or obligations.
 * * `description`: A scope statement, process description, chart or similar.
 * * `contract`: An agreement with a customer or an external provider.
 * * `record`: What was done, seen or measured.
 * * `report`: The account of an audit, a review, a test or an analysis.
 * * `minutes`: What a meeting considered and decided.
 * * `log`: Entries made as things happen.
 * * `certificate`: An attestation by somebody else: calibration, training, certification.
 */
export type EvidenceKind =
  | "policy"
  | "procedure"
  | "plan"
  | "register"
  | "description"
  | "contract"
  | "record"
  | "report"
  | "minutes"
  | "log"
  | "certificate";

/** A list of evidence on its own, as a tool that collects evidence hands it over. */
export interface EvidenceRegister {
  /** Its identifier, stable */
  id: string;
  /** Whose evidence it is */
  organization: string;
  /** The items */
  evidence: Evidence[];
  /** Data of other programs */
  extensions?: Extensions;
}

/** A person's judgement of a piece of evidence. */
export interface EvidenceReview {
  /** What was found */
  outcome: ReviewOutcome;
  /** Who looked */
  by: string;
  /** The day */
  on: string;
  /** Why, in a few words */
  note?: string;
}

/**
 * What the evidence comes to.
 *
 * * `current`: At least one fitting item counts on the day.
 * * `lapsed`: Fitting items exist, and none counts any more.
 * * `none`: Nothing fitting is recorded, and the record does not say that it is complete.
 * * `known-none`: Nothing fitting is recorded, and the record says that it is complete.
 * * `contradicted`: An accepted item speaks against it.
 * * `disputed`: An item that nobody has looked at yet speaks against it.
 */
export type EvidenceState =
  | "current"
  | "lapsed"
  | "none"
  | "known-none"
  | "contradicted"
  | "disputed";

/**
 * Whether a table accounts for everything in its two editions.
 *
 * * `complete`: Every requirement and control of both editions is in a row, or said to have no counterpart.
 * * `partial`: What is not in the table is unknown, neither related nor unrelated.
 */
export type Extent =
  | "complete"
  | "partial";

/**
 * One thing a rule needs to know.
 *
 * It fails when something speaks against it, is unknown when something is missing that would tell, and passes otherwise.
 */
export interface Fact {
  /** Its name */
  id: string;
  /** What became of it */
  outcome: Outcome;
  /** What was found, in words */
  sentence: string;
  /** What speaks against it: ids of records, or words */
  against?: string[];
  /** What would have to be recorded to know */
  missing?: string[];
  /** The day of the latest occurrence, for facts about how long ago something was */
  last_on?: string;
  /** The parameter of the policy it was compared with */
  parameter?: string;
}

/** Something a guard or an effect may need to be told. */
export interface FactDeclaration {
  /** Its name, kebab-case */
  name: string;
  /** What kind of value it has */
  type: FactType;
  /** What it says */
  meaning: string;
  /** The process whose cases answer it, where cases run side by side; absent for what is only told */
  process?: string;
}

/**
 * What kind of value a fact has, and how it is written in a record.
 *
 * * `yes-no`: `yes` or `no`; True or False in Python.
 * * `number`: A whole number.
 * * `text`: Text.
 * * `day`: A day, ISO 8601.
 * * `names`: Names or ids, none or more.
 */
export type FactType =
  | "yes-no"
  | "number"
  | "text"
  | "day"
  | "names";

/**
 * What a column of a register holds.
 *
 * * `reference`: The number of the clause or control.
 * * `standard`: The standard the row is about, in registers of several.
 * * `title`: The title of the clause or control: compared with the edition's, not carried over.
 * * `unit`: The site or process the row is about.
 * * `applicable`: Whether it applies.
 * * `implemented`: How far the work has come.
 * * `conformity`: What somebody found about it.
 * * `status`: Any of the three; the word says which.
 * * `justification`: Why it applies, or why it does not.
 * * `inclusion`: Why it applies.
 * * `exclusion`: Why it does not.
 * * `reasons`: Why a control is necessary, by kind.
 * * `legal`: A tick or a text: a law or regulation asks for the control.
 * * `contract`: A tick or a text: a contract asks for it.
 * * `practice`: A tick or a text: it is good practice or a business requirement.
 * * `risk`: A tick or a text: the risk assessment asks for it.
 * * `risks`: The risks it treats, by their names in the risk register.
 * * `owner`: Who answers for it.
 * * `evidence`: What shows it: names or links, separated by semicolons or line breaks.
 * * `comment`: A remark, or how it is done.
 * * `judged-on`: The day it was looked at.
 * * `judged-by`: Who looked at it.
 * * `review-on`: The day the decision is to be looked at again.
 * * `due`: Until when the work is to be done.
 * * `other`: Something else, kept as text.
 * * `ignored`: Something the mapping wants left out.
 */
export type Field =
  | "reference"
  | "standard"
  | "title"
  | "unit"
  | "applicable"
  | "implemented"
  | "conformity"
  | "status"
  | "justification"
  | "inclusion"
  | "exclusion"
  | "reasons"
  | "legal"
  | "contract"
  | "practice"
  | "risk"
  | "risks"
  | "owner"
  | "evidence"
  | "comment"
  | "judged-on"
  | "judged-by"
  | "review-on"
  | "due"
  | "other"
  | "ignored";

/** A share that keeps its parts: so many of so many. */
export interface Figure {
  /** How many are there */
  numerator: number;
  /** Of how many */
  denominator: number;
  /** What was counted, in words */
  counts: string;
}

/** The result of evaluating evidence against criteria. */
export interface Finding {
  /** Its identifier, stable */
  id: string;
  /** What kind it is */
  type: FindingType;
  /** How grave a nonconformity is; absent for everything else */
  grade?: FindingGrade;
  /** The requirements it touches, in each standard */
  criteria: RequirementRef[];
  /** The units it was found in; none means all */
  units?: string[];
  /** What was found */
  statement: string;
  /** Id of the audit it comes from; absent for findings from elsewhere */
  audit?: string;
  /** Who raised it */
  raised_by: string;
  /** The day */
  raised_on: string;
  /** What was done about the instance; absent while nothing was */
  correction?: string;
  /** Why it happened; absent while nobody knows */
  cause?: string;
  /** What is done about the cause */
  corrective_actions?: CorrectiveAction[];
  /** The day the plan was accepted by whoever raised the finding */
  plan_accepted_on?: string;
  /** The day the certification body verified correction and corrective action */
  verified_on?: string;
  /** The client's own review of the effect */
  effectiveness?: EffectivenessReview;
  /** The day it was closed; absent while it is open */
  closed_on?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * How grave a nonconformity is (ISO/IEC 17021-1, 3.12 and 3.13).
 *
 * * `major`: It affects the capability of the system to achieve its intended results.
 * * `minor`: It does not.
 * * `ungraded`: Nobody has graded it; a person grades, not a program.
 */
export type FindingGrade =
  | "major"
  | "minor"
  | "ungraded";

/**
 * The worst open nonconformity.
 *
 * * `minor-planned`: A minor one whose plan is accepted.
 * * `minor-open`: A minor or ungraded one without an accepted plan.
 */
export type FindingState =
  | "none"
  | "minor-planned"
  | "minor-open"
  | "major";

/**
 * What kind of finding it is.
 *
 * * `nonconformity`: A requirement is not fulfilled.
 * * `opportunity-for-improvement`: It is fulfilled and could be done better; no reply is required.
 * * `observation`: A remark; never blocking.
 * * `area-of-concern`: Stage 1: could be classified as a nonconformity at stage 2; not graded.
 */
export type FindingType =
  | "nonconformity"
  | "opportunity-for-improvement"
  | "observation"
  | "area-of-concern";

/** The first day on which any verdict becomes another by time alone. */
export interface FirstChange {
  /** The day */
  on: string;
  /** The verdicts that do on that day, by gate and standard */
  changes: VerdictChange[];
}

/** When a plan may be done, by a simulation with a seed. */
export interface Forecast {
  /** The edition */
  standard: StandardRef;
  /** The audit */
  gate: Gate;
  /** The day of the record */
  as_of: string;
  /** The day by which it is to be done; absent where none was given */
  by?: string;
  /** The day the plan ends */
  planned_on: string;
  /** The seed; the same plan and seed give the same forecast */
  seed: number;
  /** How often the plan was run through */
  runs: number;
  /** The days by which so many of a hundred runs were done, rising */
  percentiles: Percentile[];
  /** Runs that were done by the day; absent where none was given */
  in_time?: number;
  /** The steps, the one that moves the end most first */
  drivers: Driver[];
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * An audit, or a decision of a certification body, that an organization and its record can be ready for.
 *
 * A gate is about the organization's side only: it guards nothing that a certification body does.
 *
 * * `stage-1`: The first stage of an initial certification audit: the system is documented and planned.
 * * `stage-2`: The second stage: it is implemented and works.
 * * `certification-decision`: The decision after the audit: what the record says that would stand in the way of a positive one.
 * * `surveillance`: A surveillance audit: what is looked at every time, which is not the whole system again.
 * * `recertification`: The audit before a certificate ends: the whole system, and how it did over the cycle.
 * * `transition`: The move of a certificate to the edition that replaces the one it is to.
 */
export type Gate =
  | "stage-1"
  | "stage-2"
  | "certification-decision"
  | "surveillance"
  | "recertification"
  | "transition";

/** The answers of all standards for one gate. */
export interface GateOverview {
  /** The audit asked about */
  gate: Gate;
  /** The worst of the verdicts */
  verdict: Verdict;
  /** The standards that make it so */
  held_by: StandardRef[];
  /** How many standards have each verdict, the worst first, those of none left out */
  verdicts: VerdictCount[];
  /** Counts of requirements per bucket, the worst first, standards side by side */
  requirements: BucketSpread[];
  /** Counts of reference controls, apart, for the standards that have any */
  controls: BucketSpread[];
  /** What holds up several standards */
  shared: SharedBlocker[];
}

/** One rule of one or more gates, either about facts or about entries. */
export interface GateRule {
  /** Its name */
  id: string;
  /** The gates it belongs to */
  gates: Gate[];
  /** How it decides */
  kind: RuleKind;
  /** The topic an edition must have, or `controls`, for the rule to apply; absent for every edition */
  where?: string;
  /** What has to be so */
  sentence: string;
  /** What it rests on */
  citation: string;
  /** How well founded it is */
  confidence: RuleConfidence;
  /** Facts: every group is needed, and any fact of a group will do */
  needs?: string[][];
  /** Entries it looks at, instead of facts */
  over?: EntrySelection;
  /** What it looks at in them */
  reads?: RuleReads;
  /** The values that pass */
  passes?: string[];
  /** The values that leave it open; every other value fails */
  unknown?: string[];
}

/** The rules of every gate. */
export interface GateRules {
  /** SPDX identifier */
  licence: string;
  /** The rules, in the order in which blockers are worked off */
  rules: GateRule[];
}

/** A graph as node-link JSON: what other programs read, and what a document of the kind *graph* holds. */
export interface GraphDocument {
  /** Always true */
  directed?: boolean;
  /** Always true: two nodes may have several edges */
  multigraph?: boolean;
  /** What it was made from */
  graph: GraphFacts;
  /** The nodes, in the order that breaks ties */
  nodes: Node[];
  /** The edges */
  edges: Edge[];
  /** Edges that lead to something that is not in the graph */
  unresolved?: Edge[];
  /** Data of other programs */
  extensions?: Extensions;
}

/** What a graph was made from. */
export interface GraphFacts {
  /** The editions, in order */
  editions?: StandardRef[];
  /** Id of the assessment; absent where there is none */
  assessment?: string;
}

/**
 * Why a requirement applies, or does not; what each means is in `GROUNDS`.
 *
 * * `must-apply`: The standard lets nothing be set aside.
 * * `must-apply-here`: It lets other requirements be set aside.
 * * `may-be-set-aside`: It lets this one be, and nobody has.
 * * `set-aside`: It is set aside.
 * * `not-allowed`: A decision sets aside what may not be.
 * * `without-reason`: A decision sets it aside and gives no reason.
 * * `contradicted`: It was decided both ways on one day.
 */
export type Ground =
  | "must-apply"
  | "must-apply-here"
  | "may-be-set-aside"
  | "set-aside"
  | "not-allowed"
  | "without-reason"
  | "contradicted";

/** What has to be so for an event to be allowed: every condition holds. */
export interface Guard {
  /** Its name, kebab-case */
  name: string;
  /** What has to be so, in words an auditor would use */
  sentence: string;
  /** What the rule rests on */
  citation: string;
  /** How well founded it is */
  confidence: Confidence;
  /** The comparisons */
  conditions: Condition[];
}

/**
 * Something that can do harm, with what was made of the risk from it.
 *
 * To people at work (ISO 45001:2018, 6.1.2), or to whoever eats a product (ISO 22000:2018, 8.5.2): two analyses, which one register can hold, since each hazard can say which editions it concerns.
 */
export interface Hazard {
  /** Its identifier, stable */
  id: string;
  /** Where it arises: work, a place, a step of a process */
  activity: string;
  /** The hazard and the harm it can do */
  description: string;
  /** What the criteria gave for the risk from it */
  significance: Significance;
  /** The editions whose system it concerns; none means all of the assessment */
  standards?: StandardRef[];
  /** The units it arises in; none means all */
  units?: string[];
  /** The day the criteria were applied; absent while nobody has */
  evaluated_on?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** One blocker of one standard that comes from a common matter. */
export interface HeldUp {
  /** The edition it holds up */
  standard: StandardRef;
  /** The fact, requirement or control that blocks there */
  subject: string;
  /** Known to fail, or not known */
  outcome: Outcome;
  /** What is the matter there, in words */
  sentence: string;
}

/**
 * Whether a control is implemented: the yes or no that a Statement of Applicability has to give.
 *
 * * `implemented`: In every unit of the scope.
 * * `not-implemented`: Not in every unit; how far the work has come is another field.
 * * `unknown`: Nobody has judged it in every unit, or judgements contradict each other.
 * * `not-required`: It is excluded.
 */
export type Implementation =
  | "implemented"
  | "not-implemented"
  | "unknown"
  | "not-required";

/** One kind of reason for which a control is necessary, with the records behind it. */
export interface InclusionBasis {
  /** The kind */
  kind: InclusionReason;
  /** Whether the decision gives this kind, the links of the registers amount to it, or both */
  stated_by: StatedBy;
  /** Ids of the risks or obligations; none where the decision gives the kind and no record stands behind it */
  ids?: string[];
}

/**
 * Why a control is necessary.
 *
 * * `risk`: A risk is treated by it.
 * * `legal`: A law or regulation asks for it.
 * * `contract`: A contract asks for it.
 * * `practice`: It is good practice and already in place.
 */
export type InclusionReason =
  | "risk"
  | "legal"
  | "contract"
  | "practice";

/**
 * Whether the auditors were objective and impartial towards what they audited.
 *
 * * `independent`: They do not answer for what they audited.
 * * `not-independent`: They do, for some of it.
 * * `unknown`: Nobody recorded it.
 */
export type Independence =
  | "independent"
  | "not-independent"
  | "unknown";

/** What somebody established about a requirement, a control, or everything below a clause. */
export interface Judgement {
  /** The requirement, control or clause */
  target: RequirementRef;
  /** The units it holds for; none means all */
  units?: string[];
  /** What was found */
  conformity: Conformity;
  /** How far the work has come */
  work_status: WorkStatus;
  /** Ids of the evidence it rests on */
  evidence?: string[];
  /** Who judged */
  judged_by: string;
  /** The day; the judgement does not count before it */
  judged_on: string;
  /** In which capacity */
  role: Role;
  /** What was looked at, where the judgement rests on a sample */
  sample?: string;
  /** Person-days of work left, where estimated */
  effort_left?: number;
  /** The revision of the edition's content it was made against, where known */
  catalogue_revision?: number;
  /** A remark */
  note?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** A piece of purchased text. */
export interface LicensedText {
  /** The clause, requirement or control it is the text of */
  ref: RequirementRef;
  /** The text */
  text: string;
  /** Its language, an ISO 639-1 code; absent where nobody said */
  language?: string;
}

/** Something that happened to a case. */
export interface LifecycleOccurrence {
  /** The event; `start` for the first */
  event: string;
  /** The day */
  on: string;
  /** The state it led to */
  target: string;
  /** Who made it happen; absent where nobody said */
  by?: string;
  /** What was told with it */
  facts?: Stated[];
}

/** References of the new edition that are put beside those of the old one in a record. */
export interface LinkChange {
  /** The list of the assessment, such as `evidence` */
  records: "evidence" | "findings" | "risks" | "obligations" | "objectives" | "hazards" | "complaints" | "changes";
  /** The record's identifier */
  id: string;
  /** The field, such as `supports` */
  field: "supports" | "contradicts" | "criteria" | "controls" | "standards";
  /** The references added, in the order they stand behind the others */
  added: string[];
}

/** The first line of a log. */
export interface LogHeader {
  /** The process the case runs */
  process: string;
  /** The revision of its definition */
  revision: number;
  /** The case, by the name its owner gave it */
  case: string;
}

/**
 * A line of a log: the first says what the log is about, every other tells one thing that happened.
 *
 * The digest of a line is the SHA-256 of its JSON without `sha256`: keys in alphabetical order, no spaces, UTF-8.
 */
export interface LogLine {
  /** What the file is; in the first line and in no other */
  format?: "isomodel/lifecycle-record/1.0";
  /** What the log is about; in the first line and in no other */
  header?: LogHeader;
  /** What happened; in every line but the first */
  occurrence?: LifecycleOccurrence;
  /** The number of the line, from 0 */
  seq: number;
  /** The digest of the line before, 64 hexadecimal digits; zeros in the first line */
  prev: string;
  /** The digest of this line, 64 hexadecimal digits */
  sha256: string;
}

/** One review of the management system by top management. */
export interface ManagementReview {
  /** Its identifier, stable */
  id: string;
  /** The editions it was a review for */
  standards: StandardRef[];
  /** The day it is scheduled for; absent where none is set */
  planned_on?: string;
  /** The day it took place; absent while it has not */
  performed_on?: string;
  /** The inputs that were considered, as the standard's requirements name them */
  inputs?: RequirementRef[];
  /** Id of the evidence that is its record */
  minutes?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** The boundaries of the management system: not the scope of an audit nor that of a certificate. */
export interface ManagementSystemScope {
  /** What the scope statement says, in the organization's words */
  statement: string;
  /** The units inside; none means all of them */
  units?: string[];
  /** Who approved it; absent while nobody has */
  approved_by?: string;
  /** The day it was approved; absent while nobody has */
  approved_on?: string;
}

/**
 * Whether the marks of certification are used as the certification body allows.
 *
 * * `as-agreed`: They are, wherever somebody looked.
 * * `misused`: They are not, somewhere.
 */
export type MarkUse =
  | "as-agreed"
  | "misused";

/**
 * The best a table says about one requirement or control of the target.
 *
 * * `equal`: Something of the source asks for the same.
 * * `contained`: Something of the source asks for all of it, and for more.
 * * `partly`: Something of the source asks for a part of it.
 * * `unrelated`: It is said to have no counterpart.
 * * `unknown`: The table does not speak of it.
 */
export type MatchedWith =
  | "equal"
  | "contained"
  | "partly"
  | "unrelated"
  | "unknown";

/**
 * Whose work it is.
 *
 * * `others`: Nothing in the organization's own record can mend it; it is told, not planned.
 */
export type Mender =
  | "organization"
  | "others";

/** A control named somewhere in the record that no edition of the statement has. */
export interface Mention {
  /** What is named */
  target: RequirementRef;
  /** What names it */
  mentioned_by: MentionedBy;
  /** The id of the risk or obligation; absent for a decision, which has none */
  record?: string;
}

/**
 * What names a control that is none.
 *
 * * `decision`: A decision on applicability.
 * * `risk`: The treatment of a risk.
 * * `obligation`: A compliance obligation.
 */
export type MentionedBy =
  | "decision"
  | "risk"
  | "obligation";

/** What applying a plan did, complete enough to take it back. */
export interface MigrationLog {
  /** The plan that was applied, with the reason for every decision */
  plan: MigrationPlan;
  /** Whether the new edition was put among those of the assessment: `added` or `there-already` */
  edition_added: "added" | "there-already";
  /** How many judgements were put behind the others */
  judgements: number;
  /** How many decisions on applicability were */
  applicability: number;
}

/**
 * What becomes of a record, for one part of the new edition.
 *
 * * `kept`: It is carried as it stands: both editions ask for the same.
 * * `needs-review`: It is carried as something to look at; nothing is claimed until somebody has.
 * * `new`: The new edition asks for it and the old one did not: there is nothing to carry.
 * * `dropped`: It is not carried: the new edition has nothing it could be about.
 * * `nothing-recorded`: The old edition asks for it too, and nobody has judged it there.
 */
export type MigrationOutcome =
  | "kept"
  | "needs-review"
  | "new"
  | "dropped"
  | "nothing-recorded";

/** What would become of an assessment's records in a new edition. Nothing has been changed yet. */
export interface MigrationPlan {
  /** Id of the assessment */
  assessment: string;
  /** The edition the records are about */
  source: StandardRef;
  /** The edition they are carried to */
  target: StandardRef;
  /** The day it was planned for */
  on: string;
  /** Revision of the table of correspondences it rests on */
  revision: number;
  /** Where both editions stand on that day, in words */
  standing?: string[];
  /** What becomes of every record, in the order of the lists, then what is new */
  decisions: Decision[];
  /** What evidence, findings, risks, obligations and whatever names an edition get beside what they have */
  links?: LinkChange[];
  /** Every requirement and control of the new edition, in its order, with the one outcome it comes to */
  entries?: EntryOutcome[];
}

/** A date in the life of an edition. */
export interface Milestone {
  /** Which date it is */
  kind: MilestoneKind;
  /** The day */
  on: string;
  /** How sure it is */
  status: MilestoneStatus;
  /** Where it comes from, in a few words */
  source: string;
}

/**
 * Which date in the life of an edition a milestone gives.
 *
 * * `published`: The day of publication.
 * * `bodies-ready`: The day by which certification bodies have to be ready to audit the edition that replaces it.
 * * `initial-audits-end`: The last day of initial audits to this edition.
 * * `recertification-audits-end`: The last day of recertification audits to this edition.
 * * `transition-end`: The last day a certificate to this edition can be valid.
 */
export type MilestoneKind =
  | "published"
  | "bodies-ready"
  | "initial-audits-end"
  | "recertification-audits-end"
  | "transition-end";

/**
 * How sure a milestone is.
 *
 * * `confirmed`: Stated by the body that decides it, or by independent sources that agree.
 * * `expected`: From one source, or derived from the usual pattern.
 */
export type MilestoneStatus =
  | "confirmed"
  | "expected";

/**
 * Whether a control is necessary.
 *
 * * `necessary`: It was decided that it is.
 * * `excluded`: It was decided that it is not.
 * * `undecided`: Nobody has decided.
 * * `contradicted`: It was decided both ways on one day.
 */
export type Necessity =
  | "necessary"
  | "excluded"
  | "undecided"
  | "contradicted";

/** Something that edges lead to or from. */
export interface Node {
  /** The reference of a requirement, control, clause or group; `evidence:` or `finding:` and the id in the organization's record for the others */
  id: string;
  /** What it stands for */
  kind: NodeKind;
  /** The reference; absent for evidence and findings */
  ref?: RequirementRef;
  /** Its title, or its statement in our own words; of a finding what was found */
  label?: string;
  /** What a requirement asks for in writing, the kind of an item of evidence, the type of a finding */
  detail?: string;
  /** What else names an item of evidence: the audit it reports on, the review it has the minutes of */
  note?: string;
}

/**
 * What a node stands for.
 *
 * * `control`: A reference control of an annex.
 * * `clause`: A clause, a subclause or an annex.
 * * `item-group`: A lettered item that only introduces a nested list.
 */
export type NodeKind =
  | "requirement"
  | "control"
  | "clause"
  | "item-group"
  | "evidence"
  | "finding";

/**
 * Whether an organization may determine that a requirement does not apply to it.
 *
 * * `never`: Not while conformity with the standard is claimed.
 * * `with-justification`: When it cannot be applied, the reason is recorded and conformity of the results is not affected.
 */
export type NonApplicability =
  | "never"
  | "with-justification";

/** A change that a certified client has to tell the certification body: owners, sites, scope, major processes. */
export interface NotifiableChange {
  /** Its identifier, stable */
  id: string;
  /** What changed */
  description: string;
  /** The day it took effect */
  changed_on: string;
  /** The editions whose certification it concerns; none means all of the assessment */
  standards?: StandardRef[];
  /** The day the certification body was told; absent while it was not */
  notified_on?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** An objective of the management system and how it is measured. */
export interface Objective {
  /** Its identifier, stable */
  id: string;
  /** What is to be reached */
  statement: string;
  /** The editions it is an objective for */
  standards: StandardRef[];
  /** How it is measured; absent where it is not */
  measure?: string;
  /** Who answers for it */
  owner?: string;
  /** Until when */
  due_on?: string;
  /** What the last look at it found; absent where nobody recorded one */
  progress?: ObjectiveProgress;
  /** The day of that look; absent where nobody recorded one */
  evaluated_on?: string;
  /** What is done where it falls behind */
  action?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * How far an objective has come by its own measure.
 *
 * * `reached`: It is reached.
 * * `on-track`: It will be, as things go.
 * * `behind`: It will not be, unless something is done.
 */
export type ObjectiveProgress =
  | "reached"
  | "on-track"
  | "behind";

/**
 * Where a compliance obligation comes from.
 *
 * * `legal`: A law, a regulation or a permit.
 * * `contract`: A contract or an agreement with others.
 * * `commitment`: A promise of the organization's own.
 */
export type ObligationKind =
  | "legal"
  | "contract"
  | "commitment";

/** A compliance obligation that asks for a control. */
export interface ObligationLink {
  /** Its id */
  obligation: string;
  /** Where it comes from; absent where nobody recorded it: then it is no reason of any kind */
  kind?: ObligationKind;
}

/**
 * What the evaluation of a compliance obligation found.
 *
 * * `fulfilled`: It is kept.
 * * `breached`: It is not kept.
 * * `not-evaluated`: Nobody has evaluated it yet.
 */
export type ObligationStatus =
  | "fulfilled"
  | "breached"
  | "not-evaluated";

/** One time that something took place. */
export interface Occurrence {
  /** The audit, review, obligation, risk or item of evidence that records it */
  id: string;
  /** Its day; of something that took several, the last */
  on: string;
  /** The days a record covers; absent for what took place on a day */
  covers?: Period;
  /** Id of the evidence of it; absent where none is named */
  evidence?: string;
  /** Days after the last day the policy leaves from the one before; 0 when in time, absent where none before is known */
  late_days?: number;
}

/**
 * Where the occurrences of something that recurs are recorded.
 *
 * * `internal-audits`: The list of audits: one line for each unit.
 * * `management-reviews`: The list of management reviews.
 * * `obligations`: The register of compliance obligations, which keeps the last evaluation: one line for each obligation.
 * * `risks`: The risk register, which keeps the last assessment: one line for each risk.
 * * `objectives`: The objectives, each with its last evaluation, and records that support the requirements: one line for each objective, and for all of them what a record shows.
 * * `evidence`: Records that support the requirements.
 * * `evidence-by-unit`: The same where it is done in a place: one line for each unit.
 * * `periods`: The days that records cover: one line for each requirement, and for each unit where units differ.
 */
export type OccurrenceKind =
  | "internal-audits"
  | "management-reviews"
  | "obligations"
  | "risks"
  | "objectives"
  | "evidence"
  | "evidence-by-unit"
  | "periods";

/** Whose management system it is. */
export interface Organization {
  /** Its name */
  name: string;
  /** Its units; none means that the organization is one undivided unit */
  units?: Unit[];
}

/** What became of a fact or a rule. */
export type Outcome =
  | "passed"
  | "failed"
  | "unknown";

/** Purchased text of one edition, with the licence under which whoever made the file may use it. */
export interface Overlay {
  /** The edition */
  edition: StandardRef;
  /** Who may use the text, and where; in the owner's words */
  licence: string;
  /** The pieces of text, each reference once */
  texts: LicensedText[];
}

/** The answers of several standards for one or more gates on one day. */
export interface Overview {
  /** Whose record it is */
  organization: string;
  /** The day asked about */
  as_of: string;
  /** The worst of all verdicts */
  verdict: Verdict;
  /** Name and version of the policy */
  policy: string;
  /** The editions asked about, in order */
  standards: StandardRef[];
  /** The answers per gate, in the order of the gates */
  gates: GateOverview[];
  /** The first day on which any verdict changes by time alone; absent where none ever does */
  first_change?: FirstChange;
  /** The answer for each gate and standard, whole */
  results: Readiness[];
  /** What the answer is not */
  limits?: string[];
  /** Data of other programs */
  extensions?: Extensions;
}

/** What a pack says about itself. */
export interface PackManifest {
  /** Its identifier, stable */
  id: string;
  /** What is in it */
  title: string;
  /** The version of its content */
  version: string;
  /** Who made it */
  publisher: string;
  /** Under which terms it may be used; an SPDX identifier where there is one */
  licence: string;
  /** The files of its editions, beside the manifest */
  editions?: string[];
  /** The files of its tables of correspondences */
  correspondences?: string[];
  /** The files of its overlays */
  overlays?: string[];
}

/** One number that a rule reads. */
export interface Parameter {
  /** Its name, kebab-case */
  name: string;
  /** Its value, in `unit` */
  value: number;
  /** What the value counts, such as `months` or `days` */
  unit: string;
  /** Who says so, in a few words; `practice` where no document does */
  source: string;
  /** What it is for */
  note?: string;
}

/** A day by which so many of a hundred runs were done. */
export interface Percentile {
  /** Of a hundred runs */
  percent: number;
  /** The day */
  on: string;
}

/** A span of days, both ends included. */
export interface Period {
  /** The first day */
  first: string;
  /** The last day */
  last: string;
}

/** What was expected of an organization in a window of days, and what took place. */
export interface PeriodView {
  /** The edition */
  standard: StandardRef;
  /** Whose record it is */
  organization: string;
  /** The days asked about */
  window: Period;
  /** The day whose knowledge counts: nothing performed or received later is looked at */
  as_of: string;
  /** Name and version of the policy */
  policy: string;
  /** What recurs, in the order of the table, then of the standard or by name, then by unit */
  recurrences: Recurrence[];
  /** From what it was computed */
  provenance: ReadinessProvenance;
  /** What the answer is not */
  limits?: string[];
  /** Data of other programs */
  extensions?: Extensions;
}

/** Somebody who can be given steps. */
export interface Person {
  /** Their identifier, stable */
  id: string;
  /** What they are called; a step goes to the owner of the matter where this is the name the record gives */
  name: string;
  /** Minutes a working day that they have for the plan */
  capacity?: number;
  /** What they can do that not everybody can, in the words of the table of activities */
  skills?: string[];
  /** When they do not work */
  absent?: Period[];
}

/**
 * Where a clause sits in the plan-do-check-act cycle: a view, not part of any standard's requirements.
 *
 * * `plan`: Clauses 4 to 7.
 * * `do`: Clause 8.
 * * `check`: Clause 9.
 * * `act`: Clause 10.
 */
export type Phase =
  | "plan"
  | "do"
  | "check"
  | "act";

/** The least work that makes an organization ready for an audit, in an order that holds, with people and days. */
export interface Plan {
  /** The edition */
  standard: StandardRef;
  /** Whose plan it is */
  organization: string;
  /** The audit */
  gate: Gate;
  /** The day of the record; work begins on it or on the first working day after */
  as_of: string;
  /** The day by which it was to be done; absent where none was given */
  by?: string;
  /** The answer on that day */
  verdict: Verdict;
  /** What the plan comes to */
  outcome: PlanOutcome;
  /** What is to be done, in the order in which it begins; each waits only for earlier ones */
  steps?: Step[];
  /** Blockers that the organization cannot mend; not planned */
  beyond?: Blocker[];
  /** Blockers that time alone adds until the end of the plan; not planned, and worth looking at */
  arising?: Blocker[];
  /** The day the last step is done; absent where there is none */
  ends_on?: string;
  /** Minutes from begin to end on an axis of working days, each as long as anybody's longest */
  length?: number;
  /** A length that no plan of these steps and people can go below */
  least_length?: number;
  /** The day that belongs to it */
  least_ends_on?: string;
  /** By how much it misses its day; absent where it does not */
  shortfall?: Shortfall;
  /** Who has steps; where nobody was given, one who can do everything, and for a skill that nobody has one who is still to be found */
  people?: Person[];
  /** Those of them who are still to be found */
  to_be_found?: string[];
  /** On which days work is done */
  calendar?: Calendar;
  /** Name and version of the numbers it was planned with */
  practice: string;
  /** Name and version of the policy of the verdict */
  policy: string;
  /** What the plan is not */
  limits?: string[];
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * What a plan comes to.
 *
 * * `nothing-to-do`: The organization is ready already.
 * * `reaches`: The last step makes it ready; no day was given, or it is kept.
 * * `late`: The last step makes it ready, after the day that was given.
 * * `falls-short`: Something stays in the way that the organization cannot mend.
 */
export type PlanOutcome =
  | "nothing-to-do"
  | "reaches"
  | "late"
  | "falls-short";

/**
 * Whether a risk's treatment has a plan for a control, and whose approval it bears.
 *
 * * `none`: The treatment does not choose the control, or has no plan.
 * * `not-approved`: There is a plan that nobody has approved on a recorded day.
 * * `approved`: The owner of the risk has approved it.
 * * `approved-by-another`: Somebody else than the owner of the risk has.
 */
export type PlanStanding =
  | "none"
  | "not-approved"
  | "approved"
  | "approved-by-another";

/**
 * Whether a control is on its way under a risk treatment plan.
 *
 * * `approved`: Approved by the owner of the risk.
 */
export type PlanState =
  | "none"
  | "unapproved"
  | "approved";

/** One entry of the organization's own programme. */
export interface PlannedOccurrence {
  /** The audit or review */
  id: string;
  /** The day it is planned for */
  planned_on: string;
  /** The day it took place; absent where it has not */
  performed_on?: string;
  /** What became of it */
  state: RecurrenceState;
  /** Days from the day it was planned for to the day it ended, or to the day asked about where it has not taken place; 0 when not after. An audit may take several days */
  days_after?: number;
}

/** A named set of parameters. */
export interface Policy {
  /** Its name, kebab-case */
  id: string;
  /** Its own version, free text */
  version: string;
  /** What it is, in a few words */
  title: string;
  /** The parameters, each name once */
  parameters: Parameter[];
  /** Data of other programs */
  extensions?: Extensions;
}

/** Where the content of an edition file comes from and under which terms it may be used. */
export interface Provenance {
  /** The day the file was compiled */
  compiled_on: string;
  /** How the content was made */
  method: string;
  /** What kinds of sources the titles were compared with */
  sources?: string[];
  /** SPDX identifier of the licence of this file */
  licence: string;
}

/**
 * Where an edition stands in its own life.
 *
 * * `draft`: Not published yet: nobody can be certified to it.
 * * `published`: The current edition.
 * * `being-replaced`: A newer edition is published and the transition is running.
 * * `withdrawn`: Replaced, and the transition is over.
 */
export type PublicationStage =
  | "draft"
  | "published"
  | "being-replaced"
  | "withdrawn";

/**
 * What a step is for.
 *
 * * `mend`: Something is known to fail.
 * * `find-out`: Nothing is known to fail; the record does not tell, and the work may turn out to be done already.
 */
export type Purpose =
  | "mend"
  | "find-out";

/** The answer for one standard, one gate and one day, with everything that led to it. */
export interface Readiness {
  /** The edition */
  standard: StandardRef;
  /** Whose record it is */
  organization: string;
  /** The audit or decision asked about */
  gate: Gate;
  /** The day asked about */
  as_of: string;
  /** The answer */
  verdict: Verdict;
  /** Name and version of the policy */
  policy: string;
  /** What became of each rule, in the order of the gate */
  rules: RuleResult[];
  /** The facts the rules needed, by name */
  facts: Fact[];
  /** Counts of the requirements */
  requirements: Tally;
  /** Counts of the reference controls, apart; absent where the edition has none */
  controls?: Tally;
  /** What is established about each requirement and control, in the order of the standard */
  entries: EntryReadiness[];
  /** What stands in the way, in the order of work; minimal, so that any one of them left prevents readiness */
  blockers: Blocker[];
  /** What leans on something that is known not to be met, in the order of the standard; it changes no count and no verdict */
  undermined?: Undermined[];
  /** The first day on which the verdict becomes another by time alone; absent where it never does */
  changes_on?: AnswerChange;
  /** The first day on which anything in the answer becomes another by time alone */
  next_change?: AnswerChange;
  /** From what it was computed */
  provenance: ReadinessProvenance;
  /** What the answer is not */
  limits?: string[];
  /** Data of other programs */
  extensions?: Extensions;
}

/** From what an answer was computed. */
export interface ReadinessProvenance {
  /** Version of the library */
  library: string;
  /** Revision of the edition's content */
  catalogue_revision: number;
  /** SHA-256 of the edition, canonical form */
  edition_digest: string;
  /** SHA-256 of each edition that it replaces and that was given, canonical form; for a transition */
  replaced_digests?: string[];
  /** SHA-256 of the assessment, canonical form */
  assessment_digest: string;
  /** SHA-256 of the policy, canonical form */
  policy_digest: string;
  /** SHA-256 of the gate rules and the truth table, canonical form */
  tables_digest: string;
}

/**
 * Which list of an assessment a decision is about.
 *
 * * `none`: No record at all: what the new edition asks for that the old one does not.
 */
export type RecordKind =
  | "judgement"
  | "applicability"
  | "none";

/** A list of an assessment that can say that it is complete. */
export type RecordList =
  | "evidence"
  | "findings"
  | "audits"
  | "management-reviews"
  | "applicability"
  | "risks"
  | "aspects"
  | "hazards"
  | "obligations"
  | "objectives"
  | "certificates"
  | "complaints"
  | "changes";

/** One thing that recurs: in one unit, about one obligation or risk, or for one requirement. */
export interface Recurrence {
  /** The row of the table */
  row: string;
  /** The obligation, risk or requirement; absent for what is done for the system as a whole */
  subject?: string;
  /** The unit; absent where it is the same in all of them */
  unit?: string;
  /** The requirements that ask for it, in order */
  requirements: RequirementRef[];
  /** Months by the policy; 0 where it sets none */
  interval: number;
  /** The parameter of the policy */
  parameter: string;
  /** Who says so */
  source: string;
  /** Whether what is not recorded is known not to have taken place: the list says that it is complete, or it is about an entry of a register, which tells its last day. Where not, nothing is missed */
  complete: boolean;
  /** The organization's own programme in the window, by day */
  planned?: PlannedOccurrence[];
  /** The worst state of what is planned */
  by_programme: RecurrenceState;
  /** The intervals of the policy, which fill the window without gap or overlap */
  slots?: Slot[];
  /** The worst state of these intervals; where days are covered, that of the days */
  by_policy: RecurrenceState;
  /** The last occurrence before the window; absent where none is known */
  before?: Occurrence;
  /** What took place in the window, by day */
  occurrences?: Occurrence[];
  /** Ids of evidence in the window that nobody has accepted or refused yet; it counts for nothing */
  submitted?: string[];
  /** Days of the window, up to the day asked about, on which the last known occurrence was longer ago than the interval; where days are covered, those no record covers */
  gaps?: Period[];
}

/**
 * What became of something expected, from good to bad.
 *
 * * `not-expected`: Nothing is expected: no interval is set, nothing is planned, or there is nothing it would be done about.
 * * `performed`: It took place; of days: records cover all of them.
 * * `open`: It has not taken place yet, and its time is not over.
 * * `unknown`: Its time is over, it is not recorded, and nothing says that everything is.
 * * `overdue`: The last one is longer ago than the interval, and nothing has taken place since; the interval of the window goes on, so that it can be made up for.
 * * `missed`: Its time is over, and the record says that it did not take place.
 */
export type RecurrenceState =
  | "not-expected"
  | "performed"
  | "open"
  | "unknown"
  | "overdue"
  | "missed";

/** One row of the table of what recurs. */
export interface RecurringRequirement {
  /** Its name */
  id: string;
  /** What recurs, in words */
  title: string;
  /** Requirements about these topics ask for it */
  topics?: Topic[];
  /** Requirements that ask for it where no topic tells, with what only specialises them, or everything below a clause */
  refs?: RequirementRef[];
  /** Requirements that ask for these kinds ask for it, where no row above claims them */
  documented_information?: DocumentedInformation[];
  /** Where its occurrences are recorded */
  occurrences: OccurrenceKind;
  /** What counts as an occurrence, in words */
  counts: string;
  /** The parameter of the policy that gives the interval, in months; where days are covered, how long after them they may be recorded */
  parameter: string;
  /** What the row rests on */
  citation: string;
}

/** What recurs, and what counts as an occurrence. */
export interface RecurringTable {
  /** SPDX identifier */
  licence: string;
  /** The rows; a requirement belongs to the first that claims it */
  rows: RecurringRequirement[];
}

/**
 * What one node has to do with another; `PROPAGATION` says what each hands on.
 *
 * * `contains`: The target is a part of the source.
 * * `requires`: The source cannot be fulfilled while the target is not.
 * * `feeds`: The source takes an input from the target.
 * * `verifies`: The source checks whether the target works.
 * * `cites`: The source names the target by its number.
 * * `corresponds`: The source asks for something that the target, of another edition, asks for as well.
 * * `supported-by`: The target is evidence for the source.
 * * `contradicted-by`: The target is evidence against the source.
 * * `raised-against`: The source is a finding that touches the target.
 */
export type Relation =
  | "contains"
  | "requires"
  | "feeds"
  | "verifies"
  | "cites"
  | "corresponds"
  | "supported-by"
  | "contradicted-by"
  | "raised-against";

/**
 * Whether the report of an audit has all that a decision needs, conclusion and recommendation included.
 *
 * * `complete`: It has.
 * * `incomplete`: Something is missing.
 */
export type ReportContent =
  | "complete"
  | "incomplete";

/** One obligation of a standard, as auditors cite it, in this project's own words. */
export interface Requirement {
  /** Edition, clause and item */
  ref: RequirementRef;
  /** What an organization has to have or do, in our words */
  statement: string;
  /** How binding it is */
  strength?: Strength;
  /** What has to exist in writing */
  documented_information?: DocumentedInformation;
  /** Whether it may be determined not applicable */
  non_applicability?: NonApplicability;
  /** What it is about, where that differs from its clause */
  topic?: Topic;
  /** The requirement of a common core that it asks for, of its own discipline and with nothing added or left out; absent where it asks for more, for less, or for something of its own */
  specialises?: RequirementRef;
  /** What an auditor is typically shown */
  typical_evidence?: string[];
  /** What the item was compared with, or `recalled` */
  consulted: string;
  /** Raised by one when the statement changes in substance */
  meaning_revision?: number;
  /** The amendment that brought it; absent for an item of the edition as published */
  since?: StandardRef;
  /** The amendment that removed it; absent while it stands */
  until?: StandardRef;
  /** Earlier item names that still resolve to this one */
  aliases?: string[];
  /** A remark of ours */
  note?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** Who works on a plan, and when: the document that is kept beside an assessment. */
export interface Resources {
  /** Who can be given steps, each once */
  people?: Person[];
  /** On which days work is done */
  calendar?: Calendar;
  /** Data of other programs */
  extensions?: Extensions;
}

/** What of the record serves one requirement or control of the other standard. */
export interface Reusable {
  /** The requirement or control */
  ref: RequirementRef;
  /** The best that anything held has for it */
  match: MatchedWith;
  /** What is held: the requirements or controls with that match */
  through?: RequirementRef[];
  /** Ids of current evidence that shows it as it stands; only an equal or containing match lends any */
  evidence?: string[];
  /** What would have to be extended or looked at; absent where nothing is known to be missing */
  extend?: string;
}

/** How much of another standard an organization has already: three figures, never one. */
export interface Reuse {
  /** Id of the assessment */
  assessment: string;
  /** The other standard's edition */
  toward: StandardRef;
  /** The editions compared with it */
  held: StandardRef[];
  /** The day that decides which evidence is current */
  on: string;
  /** Clauses whose subject a held edition has too; it says nothing about what they ask for */
  structure: Figure;
  /** Requirements that ask for no more than one held does */
  requirement: Figure;
  /** Requirements that current evidence shows as it stands */
  evidence: Figure;
  /** Every requirement of the other standard, in order */
  requirements: Reusable[];
  /** Every reference control, in order; they are in no figure */
  controls?: Reusable[];
}

/**
 * What a person found who looked at a piece of evidence.
 *
 * * `accepted`: It shows what it is said to show.
 * * `rejected`: It does not.
 */
export type ReviewOutcome =
  | "accepted"
  | "rejected";

/** A risk with its owner and treatment. */
export interface Risk {
  /** Its identifier, stable */
  id: string;
  /** What may happen */
  description: string;
  /** Who answers for it */
  owner: string;
  /** How large it is, in the organization's own scale */
  level?: string;
  /** The day it was last assessed; absent while it has not been */
  assessed_on?: string;
  /** What is done about it; absent while nothing is decided */
  treatment?: RiskTreatment;
  /** Who accepted what remains */
  residual_accepted_by?: string;
  /** The day */
  residual_accepted_on?: string;
  /** Data of other programs */
  extensions?: Extensions;
}

/** A risk that a control treats. */
export interface RiskLink {
  /** Its id */
  risk: string;
  /** Whether the decision names the risk, the risk's treatment chooses the control, or both */
  stated_by: StatedBy;
  /** Who answers for the risk; absent where the record has no risk of this id */
  owner?: string;
  /** What is done about the risk; absent while nothing is decided */
  option?: TreatmentOption;
  /** Whether the treatment has a plan for the control, and whose approval it bears */
  plan?: PlanStanding;
  /** Until when the plan is to be carried out; absent where it names no day */
  due_on?: string;
  /** Who approved the plan; absent while nobody has */
  approved_by?: string;
  /** The day; absent while nobody has */
  approved_on?: string;
}

/** What is done about a risk, and who agreed. */
export interface RiskTreatment {
  /** What is done */
  option: TreatmentOption;
  /** The controls chosen */
  controls?: RequirementRef[];
  /** The plan, in a few words */
  plan?: string;
  /** Until when */
  due_on?: string;
  /** Who approved the plan: the risk's owner, nobody else */
  approved_by?: string;
  /** The day */
  approved_on?: string;
}

/**
 * In which capacity somebody judged, in rising order of independence.
 *
 * * `owner`: Answers for the matter; a claim.
 * * `reviewer`: Competent, and does not answer for the matter.
 * * `internal-auditor`: In an internal audit.
 * * `external-auditor`: In an audit by a certification body or a customer.
 */
export type Role =
  | "owner"
  | "reviewer"
  | "internal-auditor"
  | "external-auditor";

/**
 * How well founded a rule is.
 *
 * * `hard`: A document of the certification process or the standard asks for it.
 * * `expected`: Auditors expect it; no document was read that says so.
 */
export type RuleConfidence =
  | "hard"
  | "expected";

/**
 * How a rule decides.
 *
 * * `knock-out`: One thing that has to be so.
 * * `score-like`: Many things of one kind, each of which has to be so.
 */
export type RuleKind =
  | "knock-out"
  | "score-like";

/**
 * Which answer about an entry a rule looks at.
 *
 * * `bucket`: The bucket the truth table puts it in.
 * * `evidence`: The state of its evidence alone; entries set aside are not looked at.
 * * `conformity`: What the judgements come to alone; entries set aside are not looked at.
 */
export type RuleReads =
  | "bucket"
  | "evidence"
  | "conformity";

/** What became of a rule. */
export interface RuleResult {
  /** The rule */
  id: string;
  /** How it decides */
  kind: RuleKind;
  /** What became of it */
  outcome: Outcome;
  /** What has to be so */
  sentence: string;
  /** What the rule rests on */
  citation: string;
  /** How well founded it is */
  confidence: RuleConfidence;
  /** The facts it needs, as in the rule */
  needs?: string[][];
  /** What it looks at in entries, for a rule about entries */
  reads?: RuleReads;
  /** The values that pass */
  passes?: string[];
  /** The values that leave it open */
  unknown?: string[];
  /** How many entries it looked at */
  looked_at?: number;
  /** The entries that fail it */
  failing?: RequirementRef[];
  /** The entries that leave it open */
  open?: RequirementRef[];
}

/** A decision that something which is no control does not apply. */
export interface SetAside {
  /** The clause, group of requirements or requirement */
  target: RequirementRef;
  /** Whether the decision holds, or why it does not */
  ground: Ground;
  /** The requirements it reaches */
  covers?: RequirementRef[];
  /** Why; absent where nobody wrote it */
  justification?: string;
  /** Who decided */
  decided_by: string;
  /** The day */
  decided_on: string;
  /** The day it is to be looked at again; absent where none is set */
  review_on?: string;
}

/**
 * How what the source asks for relates to what the target asks for.
 *
 * * `equal`: Both ask for the same in substance.
 * * `subset`: The target asks for all that the source does, and for more.
 * * `superset`: The source asks for all that the target does, and for more.
 * * `intersects`: They share something, and each asks for something the other does not.
 * * `none`: They share nothing, however much number or title look alike.
 */
export type SetRelation =
  | "equal"
  | "subset"
  | "superset"
  | "intersects"
  | "none";

/** The share met of what applies, as an interval: what is unknown counted as failed, and as met. */
export interface Share {
  /** Entries met */
  low: number;
  /** Entries met or unknown */
  high: number;
  /** Entries that apply; 0 means that nothing applies and there is no share */
  of: number;
}

/** One matter that holds up several standards: dealt with once, it is dealt with in each. */
export interface SharedBlocker {
  /** Its place, from 1: what holds up most standards first, then what is known to fail, then what blocks most */
  position: number;
  /** What it is */
  kind: SharedKind;
  /** The fact, the requirement of the core, or the record */
  subject: string;
  /** Known to fail in at least one standard, or not known in any */
  outcome: Outcome;
  /** The standards it holds up, in order; at least two */
  standards: StandardRef[];
  /** What it blocks in each of them */
  held: HeldUp[];
}

/**
 * What several standards have in common.
 *
 * * `fact`: A fact about what an integrated system does once, such as its management review.
 * * `record`: A finding, a hazard, an objective or an item of evidence, named with its kind, such as `finding:NC-1`.
 * * `requirement`: A requirement of the common core that requirements of several standards only specialise.
 */
export type SharedKind =
  | "fact"
  | "record"
  | "requirement";

/**
 * Which blockers of an activity one step resolves.
 *
 * * `one`: All of them.
 * * `finding`: Those that the same open nonconformity holds up.
 * * `evidence`: Those that rest on the same item of evidence.
 * * `judgement`: Those that one judgement about a clause above estimates together; else each on its own.
 * * `each`: Each on its own.
 */
export type Sharing =
  | "one"
  | "finding"
  | "evidence"
  | "judgement"
  | "each";

/** By how much a plan misses its day, and what would help. */
export interface Shortfall {
  /** Working days from the day that was given to the end of the plan */
  working_days: number;
  /** Minutes of work that are planned after that day */
  work_after: number;
  /** The day on which the longest chain of steps ends with somebody free for each: no number of people makes it earlier */
  chain_ends_on: string;
  /** How many more people, each with every skill and a usual working day, would make it; absent where as many as are tried do not */
  more_people?: number;
  /** Steps to leave open as a minor nonconformity with an accepted plan, which the gate lets pass; as many as help */
  leave?: string[];
  /** The day the plan would end then; absent where there is nothing to leave */
  leave_ends_on?: string;
}

/**
 * Whether an environmental aspect, or the risk from a hazard, is significant by the organization's own criteria.
 *
 * * `significant`: It is, and has to be managed.
 * * `not-significant`: It is not.
 * * `not-evaluated`: Nobody has applied the criteria yet.
 */
export type Significance =
  | "significant"
  | "not-significant"
  | "not-evaluated";

/** One interval of the policy, in which one occurrence at least is expected. */
export interface Slot {
  /** The first day */
  first: string;
  /** The last day inside the window */
  last: string;
  /** The last day of the interval; later than `last` where the window ends before */
  due_on: string;
  /** Ids of what took place in it */
  occurrences?: string[];
  /** What became of it */
  state: RecurrenceState;
}

/** How many entries of one standard are in a bucket. */
export interface StandardCount {
  /** The edition */
  standard: StandardRef;
  /** The number */
  count: number;
}

/** One edition of a standard with its clauses, requirements, reference controls and dependencies. */
export interface StandardEdition {
  /** How the edition is cited */
  ref: StandardRef;
  /** Its title */
  title: string;
  /** Its subject in one kebab-case word or two, such as `information-security` */
  discipline: string;
  /** Where the edition stands */
  publication_stage: PublicationStage;
  /** The editions it replaces */
  supersedes?: StandardRef[];
  /** Published amendments, oldest first */
  amendments?: Amendment[];
  /** Dates in its life, each with status and source */
  milestones?: Milestone[];
  /** Revision of this content, raised with every change of it */
  catalogue_revision: number;
  /** Where the content comes from */
  provenance: Provenance;
  /** How far its numbers and titles are confirmed, on the whole */
  verification?: Verification;
  /** What a reader must know before relying on the content */
  warnings?: string[];
  /** The main clauses and annexes, in the order of the standard */
  clauses: Clause[];
  /** What leans on what */
  dependencies?: Dependency[];
  /** Data of other programs */
  extensions?: Extensions;
}

/** What the judgements come to. */
export type StandingConformity =
  | "conforming"
  | "nonconforming"
  | "not-assessed"
  | "conflicting";

/** Where a case can stand. */
export interface State {
  /** Its name, kebab-case */
  name: string;
  /** The phase it belongs to, for grouping */
  phase: string;
  /** What part it plays */
  kind?: StateKind;
  /** What is so while a case stands here */
  meaning: string;
}

/**
 * What part a state plays.
 *
 * * `initial`: Where every case begins.
 * * `normal`: On the way.
 * * `final`: Where a case ends: nothing happens to it any more.
 */
export type StateKind =
  | "initial"
  | "normal"
  | "final";

/** A fact as somebody told it. */
export interface Stated {
  /** The fact */
  name: string;
  /** What was told, as text: one value, or the names of a list */
  values: string[];
}

/**
 * Which part of the record says it.
 *
 * * `decision`: The decision on the control.
 * * `register`: The register of risks or of obligations, which names the control.
 * * `both`: Each of them.
 */
export type StatedBy =
  | "decision"
  | "register"
  | "both";

/** Which controls are necessary, why, and whether they are implemented: on one day, by the record of that day. */
export interface StatementOfApplicability {
  /** The edition whose reference controls are accounted for */
  standard: StandardRef;
  /** Whose it is */
  organization: string;
  /** The scope statement of the management system; absent while none is recorded */
  scope?: string;
  /** The day */
  as_of: string;
  /** The editions of one's own whose controls are in it too */
  custom?: StandardRef[];
  /** The revision of the edition's content */
  catalogue_revision: number;
  /** The lists of the record that say they are complete: only there absence means none */
  complete?: RecordList[];
  /** Every control, in the order of the edition, custom ones behind */
  entries: ControlEntry[];
  /** Decisions that something which is no control does not apply */
  set_aside?: SetAside[];
  /** Controls that the record names and no edition has */
  unplaced?: Mention[];
  /** Data of other programs */
  extensions?: Extensions;
}

/**
 * A statement as it was signed: number, day, signature and digest make it the one a certificate cites.
 *
 * Nothing in it can be changed unnoticed: a version whose digest does not fit its content is refused. Who signed is taken at their word; a digest is no signature.
 */
export interface StatementVersion {
  /** The number of the version, free text */
  number: string;
  /** The day it was signed */
  dated_on: string;
  /** Who signed */
  signed_by: string;
  /** SHA-256 of the statement in canonical form, as `sha256:` and 64 hexadecimal digits */
  digest: string;
  /** What was signed */
  statement: StatementOfApplicability;
  /** Data of other programs; not covered by the digest */
  extensions?: Extensions;
}

/** From one state to another by an event. */
export interface StatusChange {
  /** The states it starts from */
  source: string[];
  /** The event */
  event: string;
  /** The state it leads to; the same state for an event that only sets dates */
  target: string;
  /** Guards, by name; every one has to be met */
  guards?: string[];
  /** What it does to dates */
  effects?: Effect[];
  /** Where several changes share a state and an event: which is tried first; absent where only one does */
  order?: number;
  /** What it rests on; absent where the guards say it */
  citation?: string;
}

/** What one word of a register says. */
export interface StatusWord {
  /** The word, or several; compared folded */
  word: string;
  /** The kind of column in which it says so; absent: in every column that states something */
  column?: Field;
  /** What it says about applicability; absent where it says nothing */
  applicability?: Applicability;
  /** What it says about conformity; absent where it says nothing */
  conformity?: Conformity;
  /** What it says about the work. Beside a conformity it is only what follows where no other column says more */
  work_status?: WorkStatus;
  /** Why the word is read so */
  reason?: string;
}

/** One piece of work of a plan. */
export interface Step {
  /** Its name in the plan: the activity and what it is done to */
  id: string;
  /** The row of the table of activities */
  activity: string;
  /** What is done */
  title: string;
  /** What it is for */
  purpose: Purpose;
  /** The blockers that are gone when it is done; at least one */
  resolves: Blocker[];
  /** What the record holds when it is done */
  record: string;
  /** The rules of the gate that pass with it, when all before it in the plan is done */
  passes?: string[];
  /** The steps it waits for; what follows from these is left out */
  after?: Wait[];
  /** The steps that wait for it directly */
  before?: string[];
  /** The number of steps in the longest chain that ends with it */
  wave: number;
  /** Who answers for the matter, where the record says */
  owner?: string;
  /** What it takes that not everybody can */
  skill?: string;
  /** Id of the person who does it */
  person: string;
  /** How much work it is */
  effort: Effort;
  /** The day it begins */
  starts_on: string;
  /** The day it is done */
  ends_on: string;
  /** The day it may begin without moving the end of the plan, everybody's order kept */
  latest_start_on: string;
  /** The day it has to be done by for that */
  latest_end_on: string;
  /** Working days between the two ends; at 0 a day of delay moves the end of the plan */
  slack: number;
}

/**
 * How binding a provision is, by the verbal form of the ISO/IEC Directives, Part 2.
 *
 * * `shall`: A requirement: conformity depends on it.
 * * `should`: A recommendation.
 * * `may`: A permission.
 */
export type Strength =
  | "shall"
  | "should"
  | "may";

/** The counts of one kind of entry; they add up to what the edition holds. */
export interface Tally {
  /** Entries of the edition on the day */
  total: number;
  /** Entries per bucket, worst first, empty ones left out */
  buckets: BucketCount[];
  /** The share met of what applies */
  share: Share;
  /** On whose word the met ones rest */
  assurance?: AssuranceCount[];
}

/**
 * How a condition compares its two sides.
 *
 * * `is`: Both sides are the same.
 * * `is-not`: Both sides are known and differ.
 * * `at-least`: The left number is not smaller than the right.
 * * `at-most`: The left number is not larger than the right.
 * * `on-or-after`: The left day is not before the right.
 * * `on-or-before`: The left day is not after the right.
 * * `after`: The left day is later than the right.
 * * `not-empty`: There is at least one name, or some text.
 * * `disjoint-from`: No name stands on both sides.
 */
export type Test =
  | "is"
  | "is-not"
  | "at-least"
  | "at-most"
  | "on-or-after"
  | "on-or-before"
  | "after"
  | "not-empty"
  | "disjoint-from";

/**
 * What a clause is about, across standards and editions; the number alone never says it.
 *
 * The topics of the harmonized structure come first, those that only some disciplines have after them.
 */
export type Topic =
  | "context"
  | "interested-parties"
  | "scope"
  | "management-system"
  | "leadership"
  | "policy"
  | "roles"
  | "risks-and-opportunities"
  | "objectives"
  | "planning-of-changes"
  | "resources"
  | "competence"
  | "awareness"
  | "communication"
  | "documented-information"
  | "operational-planning-and-control"
  | "monitoring-and-measurement"
  | "internal-audit"
  | "internal-audit-programme"
  | "management-review"
  | "management-review-inputs"
  | "management-review-results"
  | "continual-improvement"
  | "nonconformity-and-corrective-action"
  | "analysis-and-evaluation"
  | "compliance-evaluation"
  | "compliance-obligations"
  | "customer-focus"
  | "customer-requirements"
  | "customer-satisfaction"
  | "design-and-development"
  | "emergency-preparedness"
  | "environmental-aspects"
  | "external-provision"
  | "improvement"
  | "nonconforming-outputs"
  | "planning-action"
  | "production-and-service-provision"
  | "release"
  | "risk-assessment"
  | "risk-treatment"
  | "asset-management"
  | "business-impact-analysis"
  | "complaint-handling"
  | "compliance-function"
  | "consultation-and-participation"
  | "continuity-plans"
  | "continuity-strategies"
  | "due-diligence"
  | "energy-baseline"
  | "energy-review"
  | "exercising-and-testing"
  | "financial-controls"
  | "hazard-control"
  | "hazard-identification"
  | "impact-assessment"
  | "incident-management"
  | "infrastructure"
  | "investigation"
  | "learner-requirements"
  | "management-of-change"
  | "measuring-resources"
  | "organizational-knowledge"
  | "performance-indicators"
  | "prerequisite-programmes"
  | "preventive-action"
  | "raising-concerns"
  | "service-management"
  | "traceability"
  | "work-environment";

/**
 * What is done about a risk.
 *
 * * `modify`: It is made smaller by controls.
 * * `retain`: It is accepted as it is.
 * * `avoid`: What causes it is given up.
 * * `share`: Others bear part of it.
 */
export type TreatmentOption =
  | "modify"
  | "retain"
  | "avoid"
  | "share";

/** One row of the truth table: it applies when every axis it names has one of the values it lists. */
export interface TruthRow {
  /** Its name */
  id: string;
  /** Values of this axis; none means any */
  applicability?: Applicability[];
  /** Values of this axis; none means any */
  finding?: FindingState[];
  /** Values of this axis; none means any */
  plan?: PlanState[];
  /** Values of this axis; none means any */
  evidence?: EvidenceState[];
  /** Values of this axis; none means any */
  conformity?: StandingConformity[];
  /** Values of this axis; none means any */
  work_status?: WorkState[];
  /** Values of this axis; none means any */
  assurance?: Assurance[];
  /** Where the entry is counted */
  bucket: Bucket;
  /** What the row rests on */
  citation: string;
}

/** How the axes of an entry turn into a bucket: the first row that applies decides. */
export interface TruthTable {
  /** SPDX identifier */
  licence: string;
  /** The buckets and how each counts */
  buckets: BucketMeaning[];
  /** The rows, in order */
  rows: TruthRow[];
}

/**
 * A requirement or control that applies and leans on one that is known not to be met.
 *
 * It is counted where its own record puts it: what it leans on changes no bucket, no rule and no verdict.
 */
export interface Undermined {
  /** The requirement or control */
  ref: RequirementRef;
  /** Where it is counted itself */
  bucket: Bucket;
  /** The nearest one it leans on that fails */
  by: RequirementRef;
  /** Where that one is counted */
  by_bucket: Bucket;
  /** What requires what on the way there, in order; each is a dependency of the edition */
  through: Dependency[];
}

/** A site, a process or an outsourced process. */
export interface Unit {
  /** Its identifier, stable */
  id: string;
  /** What it is called */
  name: string;
  /** What part of the organization it is */
  kind: UnitKind;
  /** People doing work there under the organization's control; absent where nobody counted */
  persons?: number;
}

/** How far a control has come in one unit. */
export interface UnitImplementation {
  /** The unit */
  unit: string;
  /** Whether it is implemented there */
  implementation: Implementation;
  /** How far the work has come; absent where it is not known */
  work_status?: WorkStatus;
}

/**
 * What part of an organization a unit is.
 *
 * * `site`: A place where work is done.
 * * `process`: A process run by the organization itself.
 * * `outsourced-process`: A process run by somebody else on its behalf, inside the scope all the same.
 */
export type UnitKind =
  | "site"
  | "process"
  | "outsourced-process";

/** How a register calls a unit of the organization. */
export interface UnitName {
  /** The name in the register; compared folded */
  name: string;
  /** The id of the unit; absent where the name means the whole organization */
  unit?: string;
}

/** What is established about an entry in one unit, or in all of them where they do not differ. */
export interface UnitReadiness {
  /** The unit; absent where the statement holds for the whole scope */
  unit?: string;
  /** What is established */
  axes: Axes;
  /** The row of the truth table that applied */
  row: string;
  /** Where that row puts it */
  bucket: Bucket;
  /** Who judged, in which role, when and about what; absent where nobody did */
  judged?: string;
  /** The item of evidence that decides; absent where there is none */
  evidence?: string;
  /** The finding that decides; absent where there is none */
  finding?: string;
  /** Why it does not apply; absent where it does */
  decision?: string;
}

/** A requirement, control or clause with no counterpart in the other edition. */
export interface Unmatched {
  /** What it is; of a clause, everything below it is meant */
  ref: RequirementRef;
  /** Why it has none */
  reason: string;
  /** What that rests on */
  basis: Basis;
  /** Where it comes from, in a few words */
  stated_in: string;
  /** How many independent sources agree; 0 is general knowledge only */
  source_confidence: number;
}

/**
 * The answer for one gate.
 *
 * * `ready`: Every rule of the gate passes.
 * * `not-ready`: At least one rule is known to fail.
 * * `undetermined`: No rule is known to fail, and at least one cannot be answered from the record.
 */
export type Verdict =
  | "ready"
  | "not-ready"
  | "undetermined";

/** One standard whose verdict becomes another by time alone. */
export interface VerdictChange {
  /** The edition */
  standard: StandardRef;
  /** The audit asked about */
  gate: Gate;
  /** The verdict from that day on */
  verdict: Verdict;
}

/** How many standards have a verdict. */
export interface VerdictCount {
  /** The verdict */
  verdict: Verdict;
  /** The number of standards */
  count: number;
  /** Which, in order */
  standards: StandardRef[];
}

/**
 * How far the numbers and titles of an edition are confirmed by independent public sources, on the whole.
 *
 * It sums up what `source_confidence` says clause by clause, and claims nothing about statements.
 *
 * * `verified`: Nearly every number and title by two or more sources.
 * * `mostly`: Most by one source or more; some rest on general knowledge.
 * * `partly`: A good part rests on one source or on general knowledge; some of it may be inferred.
 * * `weak`: Most rests on general knowledge.
 * * `unverified`: Nothing was compared: the usual case for an edition of one's own.
 */
export type Verification =
  | "verified"
  | "mostly"
  | "partly"
  | "weak"
  | "unverified";

/** A step that has to be done before. */
export interface Wait {
  /** Its id */
  step: string;
  /** Why it has to be */
  basis: WaitBasis;
  /** In words */
  reason: string;
}

/**
 * Why a step waits for another.
 *
 * * `requires`: The graph: what it is about leans on what the other is about.
 * * `practice`: The table of activities.
 */
export type WaitBasis =
  | "requires"
  | "practice";

/** A day of the week. */
export type Weekday =
  | "monday"
  | "tuesday"
  | "wednesday"
  | "thursday"
  | "friday"
  | "saturday"
  | "sunday";

/** How far the work has come, by the judgement that decides. */
export type WorkState =
  | "unknown"
  | "not-started"
  | "planned"
  | "partial"
  | "implemented";

/**
 * How far the work towards a requirement has come: another axis than conformity.
 *
 * * `not-started`: Nothing is done.
 * * `planned`: It is decided what will be done, by whom and until when.
 * * `partial`: Some of it works, some does not yet, or not everywhere.
 * * `implemented`: It works as intended.
 */
export type WorkStatus =
  | "not-started"
  | "planned"
  | "partial"
  | "implemented";

/** StandardEdition as a document: `isomodel/standard-edition/1.0`. */
export interface StandardEditionDocument extends StandardEdition {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/standard-edition/1.0";
}

/** CorrespondenceTable as a document: `isomodel/correspondence/1.0`. */
export interface CorrespondenceTableDocument extends CorrespondenceTable {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/correspondence/1.0";
}

/** Overlay as a document: `isomodel/overlay/1.0`. */
export interface OverlayDocument extends Overlay {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/overlay/1.0";
}

/** PackManifest as a document: `isomodel/pack/1.0`. */
export interface PackManifestDocument extends PackManifest {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/pack/1.0";
}

/** Assessment as a document: `isomodel/assessment/1.0`. */
export interface AssessmentDocument extends Assessment {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/assessment/1.0";
}

/** EvidenceRegister as a document: `isomodel/evidence-register/1.0`. */
export interface EvidenceRegisterDocument extends EvidenceRegister {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/evidence-register/1.0";
}

/** Readiness as a document: `isomodel/readiness/1.0`. */
export interface ReadinessDocument extends Readiness {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/readiness/1.0";
}

/** Overview as a document: `isomodel/readiness-overview/1.0`. */
export interface OverviewDocument extends Overview {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/readiness-overview/1.0";
}

/** PeriodView as a document: `isomodel/readiness-period/1.0`. */
export interface PeriodViewDocument extends PeriodView {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/readiness-period/1.0";
}

/** Comparison as a document: `isomodel/edition-comparison/1.0`. */
export interface ComparisonDocument extends Comparison {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/edition-comparison/1.0";
}

/** MigrationPlan as a document: `isomodel/migration-plan/1.0`. */
export interface MigrationPlanDocument extends MigrationPlan {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/migration-plan/1.0";
}

/** MigrationLog as a document: `isomodel/migration-log/1.0`. */
export interface MigrationLogDocument extends MigrationLog {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/migration-log/1.0";
}

/** Reuse as a document: `isomodel/reuse/1.0`. */
export interface ReuseDocument extends Reuse {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/reuse/1.0";
}

/** Plan as a document: `isomodel/plan/1.0`. */
export interface PlanDocument extends Plan {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/plan/1.0";
}

/** Forecast as a document: `isomodel/forecast/1.0`. */
export interface ForecastDocument extends Forecast {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/forecast/1.0";
}

/** Resources as a document: `isomodel/resources/1.0`. */
export interface ResourcesDocument extends Resources {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/resources/1.0";
}

/** ActivityTable as a document: `isomodel/activity-table/1.0`. */
export interface ActivityTableDocument extends ActivityTable {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/activity-table/1.0";
}

/** Policy as a document: `isomodel/policy/1.0`. */
export interface PolicyDocument extends Policy {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/policy/1.0";
}

/** TruthTable as a document: `isomodel/truth-table/1.0`. */
export interface TruthTableDocument extends TruthTable {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/truth-table/1.0";
}

/** GateRules as a document: `isomodel/gate-rules/1.0`. */
export interface GateRulesDocument extends GateRules {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/gate-rules/1.0";
}

/** RecurringTable as a document: `isomodel/recurring-requirements/1.0`. */
export interface RecurringTableDocument extends RecurringTable {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/recurring-requirements/1.0";
}

/** ColumnMapping as a document: `isomodel/column-mapping/1.0`. */
export interface ColumnMappingDocument extends ColumnMapping {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/column-mapping/1.0";
}

/** Definition as a document: `isomodel/lifecycle-definition/1.0`. */
export interface DefinitionDocument extends Definition {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/lifecycle-definition/1.0";
}

/** GraphDocument as a document: `isomodel/graph/1.0`. */
export interface GraphDocumentDocument extends GraphDocument {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/graph/1.0";
}

/** StatementOfApplicability as a document: `isomodel/statement-of-applicability/1.0`. */
export interface StatementOfApplicabilityDocument extends StatementOfApplicability {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/statement-of-applicability/1.0";
}

/** StatementVersion as a document: `isomodel/statement-version/1.0`. */
export interface StatementVersionDocument extends StatementVersion {
  /** Which schema an editor is to use; never looked at */
  $schema?: string;
  /** What the document is: its kind, and the version of the format */
  format: "isomodel/statement-version/1.0";
}

/** LogLine as a line of a log: `isomodel/lifecycle-record/1.0`. */
export interface LogLineDocument extends LogLine {
}
