package assay.report.document;

import assay.report.document.Block.Banner;
import assay.report.document.Block.Bullets;
import assay.report.document.Block.Command;
import assay.report.document.Block.Definitions;
import assay.report.document.Block.Details;
import assay.report.document.Block.KeyFigures;
import assay.report.document.Block.KeyFigures.Card;
import assay.report.document.Block.PageBreak;
import assay.report.document.Block.Paragraph;
import assay.report.document.Table.Cell;
import assay.report.document.Table.Column;
import assay.report.document.Table.Emphasis;
import assay.report.document.Table.Row;
import assay.report.text.Format;
import assay.report.text.Language;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A document with every kind of block, in each language; its figures are invented. */
public final class SampleDocument {
  private final Language language;
  private final Format format;
  private final int rows;

  private SampleDocument(Language language, int rows) {
    this.language = language;
    this.format = Format.of(language);
    this.rows = rows;
  }

  /**
   * The document in a language.
   *
   * @param rows of its long table
   */
  public static Document of(Language language, int rows) {
    return new SampleDocument(language, rows).document();
  }

  private String in(String en, String de, String zh) {
    return switch (language) {
      case EN -> en;
      case DE -> de;
      case ZH_HANS -> zh;
    };
  }

  private Document document() {
    return new Document(
        in("Nightly report", "Nachtbericht", "每夜报告"),
        in("Sample of every block", "Muster aller Bausteine", "所有区块示例") + " · host-a",
        language,
        new Metadata(
            "Assay 0.1.0",
            Instant.parse("2026-11-22T07:19:44Z"),
            "20261122T071601Z-sample",
            List.of("GEMM", "benchmark")),
        List.of(summary(), results(), environment()));
  }

  private Section summary() {
    return new Section(
        "summary",
        in("What the night showed", "Was die Nacht ergab", "本夜结论"),
        List.of(
            new Paragraph(
                List.of(
                    new Inline.Text(
                        in(
                            "All cells that this machine can run were measured; see ",
                            "Alle Zellen, die diese Maschine rechnen kann, wurden gemessen; siehe ",
                            "本机能够运行的单元均已测量；参见")),
                    new Inline.Link(in("the results", "die Ergebnisse", "结果"), "#results"),
                    new Inline.Text(in(" and ", " und ", "和")),
                    new Inline.Link("run.json", "run.json"),
                    new Inline.Text(". "),
                    new Inline.Strong(
                        in("One cell failed its check.", "Eine Zelle ist falsch.", "一个单元校验失败。")),
                    new Inline.Text(" "),
                    new Inline.Abbreviation(
                        "CI",
                        in(
                            "confidence interval of the median, 95 %",
                            "Vertrauensbereich des Medians, 95 %", "中位数的 95 % 置信区间")),
                    new Inline.Text(" · "),
                    new Inline.Code("gemm/m=1024,n=1024,k=1024"))),
            cards(),
            new Banner(
                Level.GOOD,
                in(
                    "Comparable with the night before.",
                    "Mit der vorigen Nacht vergleichbar.",
                    "与前一夜可比。")),
            new Banner(
                Level.INFO,
                in(
                    "The governor is “powersave”.",
                    "Der Governor ist „powersave“.",
                    "调速器为“powersave”。")),
            new Banner(Level.NEUTRAL, in("A remark.", "Eine Bemerkung.", "一条备注。")),
            new Banner(
                Level.WARN,
                in(
                    "3 cells stopped at the budget.",
                    "3 Zellen endeten am Budget.",
                    "3 个单元因预算而停止。")),
            new Banner(
                Level.BAD,
                in("1 cell computed a wrong result.", "1 Zelle rechnete falsch.", "1 个单元结果错误。")),
            new Bullets(
                List.of(
                    new Paragraph(
                        in(
                            "cuda: no NVIDIA driver",
                            "cuda: kein NVIDIA-Treiber",
                            "cuda：没有 NVIDIA 驱动")),
                    new Paragraph(
                        in(
                            "opencl-fpga: no ICD loader",
                            "opencl-fpga: kein ICD-Loader",
                            "opencl-fpga：没有 ICD 加载器"))))));
  }

  private KeyFigures cards() {
    var peak = format.amount(1.234e11, "FLOP/s");
    return new KeyFigures(
        List.of(
            new Card(
                in("Cells measured", "Zellen gemessen", "已测单元"),
                "41",
                "",
                in("of 44", "von 44", "共 44"),
                Level.GOOD),
            new Card(
                in("Highest rate", "Höchste Rate", "最高速率"),
                peak.number(),
                peak.unit(),
                format.interval(1.229e11, 1.241e11, "FLOP/s"),
                Level.NEUTRAL),
            new Card(in("Slower", "Langsamer", "变慢"), "2", "", null, Level.WARN),
            new Card(in("Wrong", "Falsch", "错误"), "1", "", null, Level.BAD),
            new Card(in("Samples", "Messwerte", "样本"), format.count(1234567), "")));
  }

  private Section results() {
    return new Section(
        "results",
        in("Results", "Ergebnisse", "结果"),
        List.of(new Paragraph(in("Medians over forks.", "Mediane über Forks.", "各进程中位数。"))),
        List.of(
            new Section("gemm", "GEMM", List.of(figure(), longTable("cells", rows))),
            new Section(
                "empty",
                in("Nothing to list", "Nichts aufzuführen", "无可列出"),
                List.of(
                    new Table(
                        "nothing",
                        in("Failed cells", "Gescheiterte Zellen", "失败的单元"),
                        List.of(new Column(Table.Type.TEXT, in("Cell", "Zelle", "单元"))),
                        List.of())))));
  }

  private Figure figure() {
    return new Figure(
        "rates",
        new SampleChart(
            720,
            300,
            in("Target", "Ziel", "目标"),
            in("Percent of the measured peak", "Prozent der gemessenen Spitze", "占实测峰值的百分比")),
        in(
            "oneDNN reaches 92 % of the peak; plain loops a third",
            "oneDNN erreicht 92 % der Spitze, einfache Schleifen ein Drittel",
            "oneDNN 达到峰值的 92 %，普通循环约三分之一"),
        in(
            "Bar chart with whiskers: percent of peak by target.",
            "Balken mit Streuung: Prozent der Spitze je Ziel.",
            "带误差线的条形图：各目标占峰值百分比。"),
        in(
            "Whiskers: 95 % interval of the median.",
            "Striche: 95-%-Intervall des Medians.", "误差线：中位数的 95 % 区间。"),
        longTable("rates-data", 4));
  }

  private Table longTable(String anchor, int size) {
    Random random = new Random(42);
    List<Row> list = new ArrayList<>();
    String[] targets = {"cpu-onednn", "cpu-openblas", "cpu-simd", "cpu-scalar"};
    for (int i = 0; i < size; i++) {
      double time = Math.exp(random.nextGaussian() * 2 - 7);
      String workload = "gemm/m=" + (64 << i % 6) + ",n=" + (64 << i % 5) + ",k=" + (64 << i % 4);
      list.add(row(i, workload, targets[i % targets.length], time));
    }
    list.add(
        new Row(
            List.of(
                new Cell.Words(in("All", "Alle", "全部")),
                new Cell.Words(""),
                new Cell.Figure(format.value(0.0123, "s"), 0.0123),
                new Cell.Figure(format.percent(48.2), 48.2),
                new Cell.Chip(Level.NEUTRAL, "–"),
                new Cell.Words("")),
            Emphasis.STRONG));
    return new Table(
        anchor,
        in("Cells of the night", "Zellen der Nacht", "本夜单元"),
        List.of(
            new Column(Table.Type.TEXT, in("Workload", "Aufgabe", "工作负载")),
            new Column(Table.Type.TEXT, in("Target", "Ziel", "目标")),
            new Column(Table.Type.NUMBER, in("Time", "Zeit", "时间")),
            new Column(
                Table.Type.NUMBER,
                in("Of peak", "Der Spitze", "占峰值"),
                "%",
                in(
                    "share of the measured peak rate",
                    "Anteil an der gemessenen Spitze",
                    "占实测峰值速率的比例")),
            new Column(Table.Type.STATUS, in("Status", "Status", "状态")),
            new Column(Table.Type.COMMAND, in("To repeat", "Wiederholen", "复现命令"))),
        list,
        List.of(in("Times are host times.", "Zeiten sind Hostzeiten.", "时间为主机时间。")));
  }

  private Row row(int i, String workload, String target, double time) {
    if (i % 7 == 5) {
      String reason =
          i % 2 == 0
              ? in(
                  "the NVIDIA driver is not there; install it",
                  "der NVIDIA-Treiber fehlt; installieren",
                  "没有 NVIDIA 驱动；请安装")
              : in(
                  "bf16 is not supported by this target",
                  "bf16 kann dieses Ziel nicht",
                  "该目标不支持 bf16");
      String none = in("unavailable", "nicht da", "不可用");
      return new Row(
          List.of(
              new Cell.Words(Inline.of(workload)),
              new Cell.Words("cuda"),
              new Cell.Missing(none, reason),
              new Cell.Missing(none, reason),
              new Cell.Chip(Level.NEUTRAL, "UNAVAILABLE"),
              new Cell.Words("")),
          Emphasis.MUTED);
    }
    double percent = 20 + (i * 37) % 75;
    return Row.of(
        new Cell.Words(Inline.of(workload)),
        new Cell.Words(target),
        new Cell.Figure(
            format.value(time, "s"), time, format.interval(time * 0.99, time * 1.012, "s")),
        new Cell.Figure(format.number(percent), percent),
        i % 9 == 4
            ? new Cell.Chip(Level.BAD, "INVALID", "max |Δ| 0.3")
            : new Cell.Chip(i % 5 == 1 ? Level.WARN : Level.GOOD, "OK"),
        new Cell.Command("assay run -w '" + workload + "' -t " + target));
  }

  private Section environment() {
    return new Section(
        "environment",
        in("Machine and method", "Maschine und Verfahren", "机器与方法"),
        List.of(
            new PageBreak(),
            new Definitions(
                List.of(
                    new Definitions.Entry("cpu", "Example CPU, 2 × 32"),
                    new Definitions.Entry(
                        "identity",
                        List.of(new Inline.Code("sha256:0123456789abcdef0123456789abcdef"))))),
            new Command("./assay run --suite nightly\n./assay report RUN --kind nightly"),
            new Details(
                in("Settings", "Einstellungen", "设置"),
                List.of(
                    new Paragraph(in("As found.", "Wie vorgefunden.", "如实记录。")),
                    new Definitions(List.of(new Definitions.Entry("governor", "powersave")))))));
  }
}
