package assay.report.nightly;

import assay.report.document.Document;
import assay.report.document.Metadata;
import assay.report.text.Language;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A nightly verdict without charts, for terminals and pull requests. */
public final class NightlyDocument {
  private static final int RUNS = 3;

  private NightlyDocument() {}

  /**
   * The document with all series.
   *
   * @throws IllegalArgumentException if the verdict is on no run
   */
  public static Document of(NightlyVerdict verdict, Language language) {
    return document(verdict, language, true);
  }

  /**
   * The same without the series that need no attention: they are counted.
   *
   * @throws IllegalArgumentException if the verdict is on no run
   */
  public static Document summary(NightlyVerdict verdict, Language language) {
    return document(verdict, language, false);
  }

  private static Document document(NightlyVerdict verdict, Language language, boolean all) {
    NightlyPage page = new NightlyPage(List.of(verdict), language);
    NightRef newest =
        verdict.tonight().stream()
            .max(Comparator.comparing(NightRef::started))
            .orElseThrow(() -> new IllegalArgumentException("a verdict on no run"));
    String runs =
        verdict.tonight().size() > RUNS
            ? page.text(
                "subtitle.many", page.format().count(verdict.tonight().size()), page.date(newest))
            : verdict.tonight().stream()
                .map(night -> page.text("subtitle.run", night.run().value(), page.date(night)))
                .collect(Collectors.joining(" · "));
    return new Document(
        page.text("title", page.hosts(verdict.hostLabels())),
        runs,
        language,
        new Metadata("Assay", newest.started(), newest.run().value(), List.of("Assay")),
        new NightlySections(verdict, language, _ -> null).build(all));
  }
}
