package assay.report.profile;

import assay.core.profile.ProfiledPart;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Parts with what follows from shapes, which needs no times. */
final class StructureTable {
  private final ProfilePage page;

  StructureTable(ProfilePage page) {
    this.page = page;
  }

  Table of(List<ProfiledPart> parts) {
    List<Column> columns = new ArrayList<>();
    columns.add(page.column(Table.Type.TEXT, "part"));
    columns.add(page.column(Table.Type.TEXT, "phase"));
    columns.add(page.column(Table.Type.TEXT, "ops"));
    for (String key : List.of("flops", "bytes", "unfusedBytes")) {
      columns.add(page.column(Table.Type.NUMBER, key));
    }
    columns.add(page.heading(Table.Type.NUMBER, "intensity"));
    List<Row> rows = parts.stream().map(this::row).toList();
    return new Table(
        "operations",
        page.text("structure.caption"),
        columns,
        rows,
        List.of(page.text("structure.note")));
  }

  private Row row(ProfiledPart part) {
    String ops =
        String.join(
            ", ",
            IntStream.range(0, part.ops().size())
                .mapToObj(op -> part.kinds().get(op) + " " + part.ops().get(op))
                .toList());
    Cell intensity =
        part.bytes() == 0
            ? page.missing(page.text("no.bytes"))
            : page.value((double) part.flops() / part.bytes(), "FLOP/B");
    return Row.of(
        page.words(ProfilePage.name(part)),
        page.words(page.phase(part.phase())),
        page.words(ops),
        page.value((double) part.flops(), "FLOP"),
        page.value((double) part.bytes(), "B"),
        page.value((double) part.unfusedBytes(), "B"),
        intensity);
  }
}
