package assay.report.render.html;

import assay.report.document.Block;
import assay.report.document.Figure;
import assay.report.document.Inline;
import assay.report.document.Level;
import assay.report.document.Section;
import assay.report.document.Table;
import assay.report.text.Fonts;
import assay.report.text.Messages;
import assay.report.text.SafeText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sections and their blocks. */
final class BlockWriter {
  private final Markup out;
  private final Edition edition;
  private final Messages messages;
  private final LongTexts longTexts;
  private final InlineWriter inline;
  private final TableWriter tables;
  private final ChartWriter charts;

  BlockWriter(Markup out, Edition edition, Messages messages, ChartWriter charts) {
    this.out = out;
    this.edition = edition;
    this.messages = messages;
    this.charts = charts;
    longTexts = new LongTexts(messages);
    inline = new InlineWriter(out, edition, longTexts);
    tables = new TableWriter(out, edition, messages, longTexts, inline);
  }

  /** Writes all sections, and then the texts that were too long for them. */
  void write(List<Section> sections) {
    sections.forEach(section -> section(section, 2));
    longTexts.writeAll(out);
  }

  private void section(Section section, int level) {
    String heading = "h" + level;
    List<Block> blocks = section.blocks();
    if (!blocks.isEmpty() && blocks.getFirst() instanceof Block.PageBreak first) {
      // A heading stays with its content.
      block(first);
      blocks = blocks.subList(1, blocks.size());
    }
    out.open("section", "id", section.anchor()).open(heading);
    longTexts.write(out, section.title(), LongTexts.LABEL);
    out.close(heading).line();
    blocks.forEach(this::block);
    section.subsections().forEach(part -> section(part, level + 1));
    out.close("section").line();
  }

  private void block(Block block) {
    switch (block) {
      case Block.Paragraph paragraph -> prose("p", paragraph.runs());
      case Block.Bullets bullets -> {
        out.open("ul");
        bullets.items().forEach(item -> prose("li", item.runs()));
        out.close("ul").line();
      }
      case Block.Banner banner -> banner(banner);
      case Block.KeyFigures figures -> cards(figures);
      case Block.Definitions definitions -> definitions(definitions);
      case Block.Command command ->
          out.open("pre", "tabindex", "0")
              .open("code")
              .lines(SafeText.shortened(command.text(), LongTexts.PROSE))
              .close("code")
              .close("pre")
              .line();
      case Block.Details details -> details(details);
      case Block.PageBreak _ -> out.open("div", "class", "break").close("div").line();
      case Table table -> tables.write(table);
      case Figure figure -> figure(figure);
    }
  }

  private void prose(String element, List<Inline> runs) {
    out.open(element);
    inline.write(runs, LongTexts.PROSE);
    out.close(element).line();
  }

  private void banner(Block.Banner banner) {
    String level = name(banner.level());
    out.open("div", "class", "banner " + level, "role", "note")
        .open("p")
        .element("strong", messages.text("level." + level), "class", "level")
        .raw(" ");
    inline.write(banner.text(), LongTexts.PROSE);
    out.close("p").close("div").line();
  }

  private void cards(Block.KeyFigures figures) {
    out.open("dl", "class", "cards");
    for (Block.KeyFigures.Card card : figures.cards()) {
      out.open("div", "class", "card " + name(card.level())).open("dt");
      longTexts.write(out, card.label(), LongTexts.LABEL);
      out.close("dt").open("dd");
      longTexts.write(out, card.value(), LongTexts.LABEL, "span", "class", "value");
      if (!card.unit().isEmpty()) {
        out.raw("\u00a0");
        longTexts.write(out, card.unit(), LongTexts.LABEL, "span", "class", "unit");
      }
      if (card.note() != null) {
        out.open("small");
        longTexts.write(out, card.note(), LongTexts.LABEL);
        out.close("small");
      }
      out.close("dd").close("div").line();
    }
    out.close("dl").line();
  }

  private void definitions(Block.Definitions definitions) {
    out.open("dl", "class", "terms").line();
    for (Block.Definitions.Entry entry : definitions.entries()) {
      out.open("div").open("dt");
      longTexts.write(out, entry.term(), LongTexts.LABEL);
      out.close("dt").open("dd");
      inline.write(entry.description(), LongTexts.PROSE);
      out.close("dd").close("div").line();
    }
    out.close("dl").line();
  }

  private void details(Block.Details details) {
    boolean screen = edition == Edition.SCREEN;
    out.open(screen ? "details" : "div", "class", "fold")
        .open(screen ? "summary" : "p", "class", "summary");
    longTexts.write(out, details.summary(), LongTexts.LABEL);
    out.close(screen ? "summary" : "p").line();
    details.blocks().forEach(this::block);
    out.close(screen ? "details" : "div").line();
  }

  private void figure(Figure figure) {
    out.open("figure", "id", figure.anchor()).open("figcaption");
    longTexts.write(out, figure.title(), LongTexts.LABEL, "strong");
    out.close("figcaption").line();
    Optional<String> unavailable = Fonts.unavailable();
    unavailable.ifPresentOrElse(
        reason ->
            out.element("p", messages.text("figure.unavailable", reason), "class", "caption")
                .line(),
        () -> charts.write(out, figure));
    if (figure.caption() != null) {
      out.open("p", "class", "caption");
      longTexts.write(out, figure.caption(), LongTexts.PROSE);
      out.close("p").line();
    }
    if (figure.data() != null) {
      data(figure.data(), unavailable.isPresent());
    }
    out.close("figure").line();
  }

  private void data(Table data, boolean inPlaceOfTheChart) {
    if (inPlaceOfTheChart) {
      tables.write(data);
    } else if (edition == Edition.SCREEN) {
      out.open("details", "class", "data").element("summary", messages.text("figure.data")).line();
      tables.write(data);
      out.close("details").line();
    } else {
      out.element("p", messages.text("figure.data.elsewhere"), "class", "caption").line();
    }
  }

  private static String name(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
