package assay.report.gate.evaluate;

import java.util.Map;

/**
 * What became of a kind of change.
 *
 * @param scenario its name
 * @param expected whether it should be alarmed
 * @param changed how many series, or hosts, it was put into
 * @param inTime those that were alarmed by their deadline: mostly the third night
 * @param alarmed those that were alarmed at all while they were watched
 * @param withinOne of these, with a first bad night at most one night off
 * @param alarms of these, in all: more than one each are too many
 * @param others alarms of what did not change, of a host's series too if the host changed
 * @param byRule those that another rule alarmed by their deadline, or at all if they should not be
 */
public record Outcome(
    String scenario,
    boolean expected,
    int changed,
    int inTime,
    int alarmed,
    int withinOne,
    int alarms,
    FalseAlarms others,
    Map<Rule, Integer> byRule) {}
