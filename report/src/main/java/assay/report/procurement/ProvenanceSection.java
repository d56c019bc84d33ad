package assay.report.procurement;

import assay.core.record.RunRecord;
import assay.report.command.Selection;
import assay.report.document.Block;
import assay.report.document.Block.Bullets;
import assay.report.document.Block.Command;
import assay.report.document.Block.Definitions;
import assay.report.document.Block.Paragraph;
import assay.report.document.Inline;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Provenance of the figures: method, versions, seeds, checksums and commands. */
final class ProvenanceSection {
  private static final String CUSTOM = "custom";

  private final DossierPage at;

  private ProvenanceSection(DossierPage at) {
    this.at = at;
  }

  static Section of(DossierPage at, @Nullable MoneyCase money, Weights weights, long seed) {
    ProvenanceSection section = new ProvenanceSection(at);
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Bullets(
            Stream.of("forks", "interval", "ratio", "fastest", "mean", "energy", "emulation")
                .map(key -> new Paragraph(at.text("method." + key)))
                .toList()));
    blocks.add(section.runs());
    blocks.add(section.arguments());
    blocks.add(section.files(money));
    blocks.add(new Paragraph(at.text("provenance.commands", Long.toString(seed))));
    blocks.add(new Command(section.commands(money, weights)));
    return new Section("provenance", at.text("provenance"), blocks);
  }

  private Table runs() {
    List<Row> rows = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      RunRecord run = system.record();
      String commit = run.assay().commit();
      rows.add(
          Row.of(
              at.words(system.label()),
              at.code(system.runId()),
              at.words(run.assay().version()),
              commit == null ? at.missing(at.text("provenance.no-commit")) : at.code(commit),
              at.code(Long.toString(run.seed())),
              at.words(
                  at.text(
                      "provenance.plan",
                      at.format().plusMinus(run.plan().targetHalfWidthPercent()),
                      at.format().count(run.plan().maxForks())))));
    }
    return new Table(
        "versions",
        at.text("provenance.runs"),
        List.of(
            at.heading(Table.Type.TEXT, "system"),
            at.column(Table.Type.TEXT, "run"),
            at.heading(Table.Type.TEXT, "provenance.version"),
            at.heading(Table.Type.TEXT, "provenance.commit"),
            at.heading(Table.Type.TEXT, "provenance.seed"),
            at.heading(Table.Type.TEXT, "provenance.stopping")),
        rows);
  }

  private Block arguments() {
    List<Definitions.Entry> entries = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      List<String> arguments = system.record().plan().jvmArgs();
      String term = at.text("provenance.jvm", system.label());
      entries.add(
          new Definitions.Entry(
              term,
              arguments.isEmpty()
                  ? Inline.of("–")
                  : List.of(new Inline.Code(String.join(" ", arguments)))));
    }
    return new Definitions(entries);
  }

  private Table files(@Nullable MoneyCase money) {
    List<Row> rows = new ArrayList<>();
    for (SystemUnderTest system : at.systems()) {
      for (RecordFile file : system.files()) {
        rows.add(
            Row.of(
                at.words(system.label()),
                at.code(file.name()),
                new Cell.Figure(at.format().count(file.bytes()), file.bytes()),
                at.code(file.sha256())));
      }
    }
    if (money != null) {
      rows.add(
          Row.of(
              at.words("–"),
              at.code(money.prices().file()),
              at.words("–"),
              at.code(money.prices().sha256())));
    }
    return new Table(
        "checksums",
        at.text("provenance.files"),
        List.of(
            at.heading(Table.Type.TEXT, "system"),
            at.column(Table.Type.TEXT, "file"),
            at.heading(Table.Type.NUMBER, "provenance.bytes"),
            at.column(Table.Type.TEXT, "sha256")),
        rows,
        rows.isEmpty() ? List.of(at.text("provenance.no-files")) : List.of());
  }

  private String commands(@Nullable MoneyCase money, Weights weights) {
    StringBuilder commands = new StringBuilder();
    for (SystemUnderTest system : at.systems()) {
      RunRecord run = system.record();
      commands
          .append("assay run")
          .append(suite(run))
          .append(Selection.arguments(run))
          .append(" --seed ")
          .append(run.seed())
          .append(" --threads ")
          .append(run.plan().threads())
          .append("   # ")
          .append(system.label())
          .append('\n');
    }
    commands.append("assay report");
    at.systems().forEach(system -> commands.append(' ').append(Selection.quoted(system.runId())));
    commands
        .append(" --kind procurement --reference ")
        .append(Selection.quoted(at.reference().runId()));
    if (money != null) {
      commands.append(" --prices ").append(Selection.quoted(money.prices().file()));
    }
    if (!weights.file().isEmpty()) {
      commands.append(" --weights ").append(Selection.quoted(weights.file()));
    }
    return commands.toString();
  }

  /**
   * The suite option; a suite that does not ship with Assay is named, so that the reader supplies
   * its file.
   */
  private static String suite(RunRecord run) {
    boolean own = !Selection.ofShippedSuite(run) && !run.suite().equals(CUSTOM);
    return own ? " --suite " + Selection.quoted(run.suite()) : "";
  }
}
