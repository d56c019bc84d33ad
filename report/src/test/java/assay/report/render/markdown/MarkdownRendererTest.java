package assay.report.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Metadata;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownRendererTest {
  private static final Metadata METADATA = new Metadata("Assay 1", Instant.EPOCH, "run", List.of());

  private static Document document(Section... sections) {
    return new Document("Run A", "of host-a", Language.EN, METADATA, List.of(sections));
  }

  private static Table table(String anchor, int rows) {
    return new Table(
        anchor,
        "Cells",
        List.of(new Column(Table.Type.TEXT, "cell"), new Column(Table.Type.NUMBER, "time")),
        IntStream.range(0, rows)
            .mapToObj(i -> Row.of(new Cell.Words("cell " + i), new Cell.Figure(i + " ms", i)))
            .toList());
  }

  private static List<String> lines(int most, Document document) {
    return new MarkdownRenderer(most).render(document).lines().toList();
  }

  @Test
  void everyPartHasItsForm() {
    Table table =
        new Table(
            "t",
            "Cells",
            List.of(
                new Column(Table.Type.TEXT, "cell"),
                new Column(Table.Type.NUMBER, "time"),
                new Column(Table.Type.STATUS, "status")),
            List.of(
                Row.of(
                    new Cell.Words(List.of(new Inline.Code("a|b"))),
                    new Cell.Missing("unavailable", "no_clock"),
                    new Cell.Chip(Level.GOOD, "OK")),
                Row.of(new Cell.Words("c"), new Cell.Spanning("no driver"))));
    Section section =
        new Section(
            "s",
            "Results",
            List.of(
                new Block.Banner(Level.BAD, "not comparable"),
                table,
                new Block.Bullets(List.of(new Block.Paragraph("one")))));
    assertThat(new MarkdownRenderer(MarkdownRenderer.UNLIMITED).render(document(section)))
        .isEqualTo(
            """
            ## Run A

            of host-a

            ### Results

            **Failure:** not comparable

            **Cells**

            | cell | time | status |
            |---|---:|---|
            | `a\\|b` | unavailable\u00a0¹ | OK |
            | c | no driver |  |

            - `¹ no_clock`

            - one
            """);
  }

  @Test
  void theFirstTablesReachFarthestAndTheRestIsCounted() {
    List<String> lines =
        lines(40, document(new Section("s", "Results", List.of(table("a", 50), table("b", 50)))));
    assertThat(lines).hasSize(40);
    assertThat(lines).contains("| cell 15 | 15 ms |", "| cell 2 | 2 ms |");
    assertThat(lines).anyMatch(line -> line.matches("… and \\d+ more rows"));
    assertThat(lines.getLast()).isEqualTo("… and 47 more rows");
  }

  @Test
  void sectionsThatDoNotFitAreCounted() {
    List<Section> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add(new Section("s" + i, "Run " + i, List.of(table("t" + i, 9))));
    }
    List<String> lines = lines(60, document(many.toArray(Section[]::new)));
    assertThat(lines).hasSizeLessThanOrEqualTo(60).hasSizeGreaterThan(45);
    assertThat(lines.getLast()).matches("\\d+ more sections are not shown\\.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@somebody",
        "see #1",
        "[x](http://example.org)",
        "<script>",
        "a_b_c",
        "www.example.org",
        "GH-12",
        "- item",
        "1. item",
        "a|b",
        "``` fence"
      })
  void whatMarkdownOrGithubWouldActOnStandsInACodeSpan(String text) {
    assertThat(MarkdownText.text(text, 90)).startsWith("`").endsWith("`");
  }

  @Test
  void aSpanHoldsBackticksAndBars() {
    assertThat(MarkdownText.code("a|b", 90)).isEqualTo("`a\\|b`");
    assertThat(MarkdownText.code("a`b``c", 90)).isEqualTo("```a`b``c```");
    assertThat(MarkdownText.code("`x", 90)).isEqualTo("`` `x ``");
  }

  @Test
  void plainWordsStayWords() {
    assertThat(MarkdownText.text("95 % interval: 1.24 … 1.26 × as fast (-2)", 90))
        .isEqualTo("95 % interval: 1.24 … 1.26 × as fast (-2)");
    assertThat(MarkdownText.text("x".repeat(100), 90)).hasSize(90).endsWith("…");
  }
}
