package assay.report.nightly;

import assay.report.nightly.FleetNights.FleetNight;
import assay.report.nightly.FleetNights.Measured;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened on a host up to a night: settings that changed, changes that were declared, and
 * baselines that were set.
 */
record HostMarks(FleetNights nights, Journal journal, String host, int last) {
  List<Mark> all() {
    List<Mark> marks = new ArrayList<>();
    Instant until = Instant.MIN;
    for (FleetNight night : nights.nights().subList(0, last + 1)) {
      Measured measured = night.runs().get(host);
      if (measured != null) {
        until = measured.run().started();
        List<String> changes = HostChanges.of(measured, null);
        if (!changes.isEmpty()) {
          marks.add(new Mark(until, Mark.Kind.SETTING, summary(changes)));
        }
      }
    }
    for (Journal.Entry entry : journal.holding()) {
      Mark mark = mark(entry);
      if (mark != null) {
        marks.add(mark);
      }
    }
    return marks;
  }

  private @Nullable Mark mark(Journal.Entry entry) {
    return switch (entry.what()) {
      case Journal.Declared(String where, Instant happened, String text) ->
          where == null || where.equals(host) ? new Mark(happened, Mark.Kind.NOTE, text) : null;
      case Journal.BaselineSet set -> set.host().equals(host) ? baseline(set) : null;
      case Journal.HostAccepted(String label, String _, String text) ->
          label.equals(host) ? new Mark(entry.at(), Mark.Kind.ACKNOWLEDGED, text) : null;
      case Journal.Accepted _, Journal.Withdrawn _ -> null;
    };
  }

  private @Nullable Mark baseline(Journal.BaselineSet set) {
    return nights.nights().stream()
        .map(night -> night.runs().get(host))
        .filter(measured -> measured != null && measured.run().run().value().equals(set.run()))
        .map(measured -> new Mark(measured.run().started(), Mark.Kind.BASELINE, set.text()))
        .findFirst()
        .orElse(null);
  }

  /** The first change, and the number of others. */
  private static String summary(List<String> changes) {
    String first = changes.getFirst();
    return changes.size() == 1 ? first : first + " and " + (changes.size() - 1) + " more";
  }
}
