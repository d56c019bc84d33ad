package assay.report.document;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.report.document.Block.Details;
import assay.report.document.Block.PageBreak;
import assay.report.document.Block.Paragraph;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import assay.report.text.Language;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document that could not be read as meant is refused when it is made. */
class DocumentTest {
  private static final Metadata METADATA = new Metadata("Assay 1", Instant.EPOCH, "run", List.of());
  private static final Column COLUMN = new Column(Table.Type.TEXT, "name");

  private static Document of(Section... sections) {
    return new Document("title", "subtitle", Language.EN, METADATA, List.of(sections));
  }

  private static Section section(String anchor, Block... blocks) {
    return new Section(anchor, "title", List.of(blocks));
  }

  @Test
  void anAnchorIsThereOnce() {
    Table table = new Table("same", "caption", List.of(COLUMN), List.of());
    assertThatThrownBy(() -> of(section("a", table), section("same")))
        .hasMessageContaining("two parts with the anchor same");
    assertThatThrownBy(() -> of(section("a", new Details("more", List.of(table)), table)))
        .hasMessageContaining("same");
  }

  @Test
  void aLinkLeadsSomewhere() {
    Cell cell = new Cell.Words(List.of(new Inline.Link("there", "#nowhere")));
    Table table = new Table("t", "caption", List.of(COLUMN), List.of(Row.of(cell)));
    assertThatThrownBy(() -> of(section("a", table))).hasMessageContaining("[nowhere]");
    assertThatCode(() -> of(section("a", table), section("nowhere"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/",
        "//example.org/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b",
        "/etc/passwd",
        "",
        "#",
        "#Upper",
        "a\\b",
        "java\nscript:alert(1)",
        "JaVa:x"
      })
  void aLinkAsksNothingOfANetwork(String target) {
    assertThatThrownBy(() -> new Inline.Link("words", target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a link leads to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#cells", "run.json", "../b/report.html#t", "a b.csv", "x/y:z.json"})
  void aLinkLeadsInsideOrBeside(String target) {
    assertThatCode(() -> new Inline.Link("words", target)).doesNotThrowAnyException();
  }

  @Test
  void aRowHasACellForEveryColumn() {
    assertThatThrownBy(() ->
            new Table(
                "t", "caption", List.of(COLUMN, COLUMN), List.of(Row.of(new Cell.Words("one")))))
        .hasMessageContaining("a row of 1 cells under 2 columns");
  }

  @Test
  void whatIsMissingHasAReason() {
    assertThatThrownBy(() -> new Cell.Missing("unavailable", " ")).hasMessageContaining("reason");
    assertThatThrownBy(() -> new Cell.Figure("NaN", Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void detailsHoldNoPageBreak() {
    assertThatThrownBy(() -> new Details("more", List.of(new Paragraph("x"), new PageBreak())))
        .hasMessageContaining("no page break");
  }

  @Test
  void sectionsEndAtThreeLevels() {
    Section fourth = section("d");
    Section third = new Section("c", "c", List.of(), List.of(fourth));
    Section second = new Section("b", "b", List.of(), List.of(third));
    assertThatThrownBy(() -> of(new Section("a", "a", List.of(), List.of(second))))
        .hasMessageContaining("section d is deeper than 3 levels");
  }
}
