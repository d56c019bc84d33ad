package assay.report.nightly;

import assay.report.command.Selection;
import assay.report.document.Block;
import assay.report.document.Inline;
import assay.report.history.SeriesKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changed on a host when series became worse, and how to measure them again. Changes of one
 * host that began in the same nights are told together.
 */
final class Causes {
  /** So many commands are shown at once; the rest is folded. */
  private static final int COMMANDS = 3;

  /** So many series of a command are named. */
  private static final int NAMES = 3;

  private final NightlyPage page;
  private final NightlyVerdict verdict;

  Causes(NightlyPage page, NightlyVerdict verdict) {
    this.page = page;
    this.verdict = verdict;
  }

  /** Series with a common cause. */
  private record When(String host, String nights, List<String> suspects) {}

  /**
   * What became worse.
   *
   * @param command measures it again
   * @param profile shows in which operation its time goes; null of a host
   */
  private record What(String name, String command, @Nullable String profile) {}

  List<Block> build() {
    Map<When, List<What>> changes = new LinkedHashMap<>();
    for (HostReport host : verdict.hosts()) {
      if (host.alarm() || host.open()) {
        add(changes, host.host(), page.text("causes.host", host.family()), null, host.change());
      }
    }
    for (SeriesReport report : verdict.series()) {
      if (report.alarm() || report.open()) {
        add(
            changes,
            report.series().host(),
            page.name(report),
            profile(report.series()),
            report.change());
      }
    }
    List<Block> blocks = new ArrayList<>();
    changes.forEach((when, what) -> write(when, what, blocks));
    return blocks;
  }

  private void add(
      Map<When, List<What>> changes,
      String host,
      String name,
      @Nullable String profile,
      @Nullable OpenChange change) {
    if (change != null) {
      changes
          .computeIfAbsent(
              new When(host, page.span(change), change.suspects()), _ -> new ArrayList<>())
          .add(new What(name, change.reproduce(), profile));
    }
  }

  private static String profile(SeriesKey series) {
    return "./assay profile -w "
        + Selection.quoted(series.workload())
        + " -t "
        + Selection.quoted(series.target())
        + " -p "
        + Selection.quoted(series.precision());
  }

  private void write(When when, List<What> what, List<Block> blocks) {
    String changed =
        when.suspects().isEmpty()
            ? page.text("causes.none")
            : page.text("causes.some", String.join("; ", when.suspects()));
    blocks.add(
        new Block.Paragraph(
            List.of(
                new Inline.Strong(page.text("causes.when", when.host(), when.nights())),
                new Inline.Text(" " + changed))));
    Map<String, List<String>> commands = new LinkedHashMap<>();
    what.forEach(w -> commands.computeIfAbsent(w.command(), _ -> new ArrayList<>()).add(w.name()));
    List<Block> again = new ArrayList<>();
    commands.forEach((command, names) -> {
      again.add(new Block.Paragraph(page.text("causes.again", some(names))));
      again.add(new Block.Command(command));
    });
    int shown = Math.min(again.size(), 2 * COMMANDS);
    blocks.addAll(again.subList(0, shown));
    if (shown < again.size()) {
      List<Block> rest = again.subList(shown, again.size());
      blocks.add(new Block.Details(page.plural("causes.more", rest.size() / 2), rest));
    }
    // Under the commands that measure again, since it is what one does next.
    what.stream()
        .map(What::profile)
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(command -> blocks.add(new Block.Command(command)));
  }

  private String some(List<String> names) {
    List<String> first = names.subList(0, Math.min(NAMES, names.size()));
    String text = String.join("; ", first);
    return first.size() == names.size()
        ? text
        : page.text("causes.names", text, page.format().count(names.size() - first.size()));
  }
}
