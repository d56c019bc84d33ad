package assay.report.render.text;

import static org.assertj.core.api.Assertions.assertThat;

import assay.report.document.Block;
import assay.report.document.Document;
import assay.report.document.SampleDocument;
import assay.report.document.Table;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Row;
import assay.report.text.Language;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRendererTest {
  private static final String REASON = "the NVIDIA driver is not there; install it and start again";

  private static Table table() {
    return new Table(
        "cells",
        "Results",
        List.of(
            new Column(Table.Type.TEXT, "workload"),
            new Column(Table.Type.TEXT, "target"),
            new Column(Table.Type.NUMBER, "time", "ms"),
            new Column(Table.Type.NUMBER, "energy")),
        List.of(
            Row.of(
                new Cell.Words("gemm/m=64,n=64,k=64"),
                new Cell.Words("cpu-simd"),
                new Cell.Figure("9.99", 9.99),
                new Cell.Missing("unavailable", "no counter")),
            Row.of(
                new Cell.Words("gemm/m=64,n=64,k=64"),
                new Cell.Words("cpu-scalar"),
                new Cell.Figure("1\u202f234", 1234),
                new Cell.Figure("3\u00a0J", 3, "2 … 4\u00a0J")),
            Row.of(
                new Cell.Words("gemm/m=64,n=64,k=64"),
                new Cell.Words("cuda"),
                new Cell.Spanning(REASON)),
            Row.of(
                new Cell.Words("训练"),
                new Cell.Words("e\u0301pyc"),
                new Cell.Figure("1", 1),
                new Cell.Missing("unavailable", "no counter"))),
        List.of("Medians."));
  }

  private static String render(int width, Block... blocks) {
    return new TextRenderer(width).render(Language.EN, List.of(blocks));
  }

  @Test
  void columnsAreAlignedNamesNotRepeatedAndReasonsSpanOrAreNotes() {
    assertThat(render(TextRenderer.UNLIMITED, table()))
        .isEqualTo(
            """
            Results
            workload             target      time (ms)         energy
            gemm/m=64,n=64,k=64  cpu-simd         9.99  unavailable ¹
                                 cpu-scalar      1 234  3 J (2 … 4 J)
                                 cuda        the NVIDIA driver is not there; install it and start again
            训练                 e\u0301pyc                1  unavailable ¹
            Medians.
            ¹ no counter
            """);
  }

  @Test
  void whatIsTooWideIsWrappedWithinItsColumn() {
    assertThat(render(52, table()))
        .isEqualTo(
            """
            Results
            workload         target         time         energy
                                            (ms)
            gemm/m=64,n=64,  cpu-simd       9.99  unavailable ¹
            k=64
                             cpu-scalar    1 234  3 J (2 … 4 J)
                             cuda        the NVIDIA driver is not
                                         there; install it and
                                         start again
            训练             e\u0301pyc              1  unavailable ¹
            Medians.
            ¹ no counter
            """);
  }

  @Test
  void whereEvenThatIsTooWideARowIsAParagraph() {
    assertThat(render(34, table()))
        .isEqualTo(
            """
            Results
            gemm/m=64,n=64,k=64
              target: cpu-simd  time (ms):
              9.99  energy: unavailable ¹
              target: cpu-scalar  time (ms):
              1 234  energy: 3 J (2 … 4 J)
              target: cuda  the NVIDIA driver
              is not there; install it and
              start again
            训练
              target: e\u0301pyc  time (ms): 1
              energy: unavailable ¹
            Medians.
            ¹ no counter
            """);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void noLineOfAnyDocumentIsWiderThanTheTerminal(Language language) {
    Document document = SampleDocument.of(language, 14);
    for (int width : new int[] {30, 60, 80, 120}) {
      assertThat(new TextRenderer(width).render(document).lines())
          .filteredOn(line -> !line.startsWith("  ./assay"))
          .allSatisfy(line -> assertThat(Columns.of(line)).as(line).isLessThanOrEqualTo(width));
    }
  }

  /** Wrapping and layout lose nothing: every word of the document is there at every width. */
  @Test
  void theSameWordsAtEveryWidth() {
    Document document = SampleDocument.of(Language.EN, 14);
    String wide = new TextRenderer(TextRenderer.UNLIMITED).render(document);
    assertThat(wide).contains("gemm/m=64,n=64,k=64", "governor", "¹ ", "unavailable ²");
    for (String word : List.of("cpu-openblas", "INVALID", "bf16", "powersave", "12.3 ms")) {
      assertThat(new TextRenderer(60).render(document)).contains(word);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001B[31mred", "a\nb", "\u202Ereversed", "\u009B2J", "tab\there"})
  void nothingSteersTheTerminal(String text) {
    Table table =
        new Table(
            "t",
            "caption",
            List.of(new Column(Table.Type.TEXT, "name")),
            List.of(Row.of(words(text))));
    String out = render(80, table, new Block.Paragraph(text), new Block.Command(text));
    assertThat(out.codePoints().filter(c -> c != '\n'))
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> c == 0x202e);
  }

  private static Cell words(String text) {
    return new Cell.Words(text);
  }

  @Test
  void widthsOfSigns() {
    assertThat(Columns.of("abc µ×…")).isEqualTo(7);
    assertThat(Columns.of("工作负载")).isEqualTo(8);
    assertThat(Columns.of("e\u0301")).isEqualTo(1);
    assertThat(Columns.of("한글，ｱ")).isEqualTo(4 + 2 + 1);
    assertThat(Columns.of("😀")).isEqualTo(2);
  }

  @Test
  void aLongWordIsBrokenAndNothingOfItLost() {
    String word = "x".repeat(50) + "训练".repeat(20);
    List<String> lines = Wrap.lines(word, 7);
    assertThat(lines).allSatisfy(line -> assertThat(Columns.of(line)).isLessThanOrEqualTo(7));
    assertThat(String.join("", lines)).isEqualTo(word);
  }
}
