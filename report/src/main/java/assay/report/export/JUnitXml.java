package assay.report.export;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Suites as XML in the form that both Surefire and Jenkins read. */
final class JUnitXml {
  private final XMLStreamWriter xml;

  private JUnitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static String write(List<JUnitSuite> suites) {
    StringWriter out = new StringWriter();
    try {
      JUnitXml writer =
          new JUnitXml(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out));
      writer.suites(suites);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML in memory could not be written", e);
    }
    return out.toString();
  }

  private void suites(List<JUnitSuite> suites) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "assay");
    for (JUnitSuite suite : suites) {
      suite(suite);
    }
    line(0);
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.writeCharacters("\n");
    xml.flush();
  }

  private void suite(JUnitSuite suite) throws XMLStreamException {
    line(1);
    xml.writeStartElement("testsuite");
    attribute("name", suite.name());
    attribute("tests", String.valueOf(suite.cases().size()));
    attribute("failures", String.valueOf(suite.count(JUnitSuite.Failed.class)));
    attribute("errors", String.valueOf(suite.count(JUnitSuite.Errored.class)));
    attribute("skipped", String.valueOf(suite.count(JUnitSuite.Skipped.class)));
    time(suite.time());
    String seconds = suite.started().truncatedTo(ChronoUnit.SECONDS).toString();
    // The format has no time zone; readers assume UTC.
    attribute("timestamp", seconds.replace("Z", ""));
    for (JUnitSuite.Case test : suite.cases()) {
      test(test);
    }
    line(1);
    xml.writeEndElement();
  }

  private void test(JUnitSuite.Case test) throws XMLStreamException {
    line(2);
    if (test.outcome() instanceof JUnitSuite.Passed) {
      xml.writeEmptyElement("testcase");
      attributes(test);
      return;
    }
    xml.writeStartElement("testcase");
    attributes(test);
    line(3);
    switch (test.outcome()) {
      case JUnitSuite.Passed passed -> throw new AssertionError("handled above");
      case JUnitSuite.Failed(String type, String message) -> problem("failure", type, message);
      case JUnitSuite.Errored(String type, String message) -> problem("error", type, message);
      case JUnitSuite.Skipped(String message) -> problem("skipped", null, message);
    }
    line(2);
    xml.writeEndElement();
  }

  private void attributes(JUnitSuite.Case test) throws XMLStreamException {
    attribute("classname", test.className());
    attribute("name", test.name());
    time(test.time());
  }

  /** Seconds with a point and three digits, as Surefire writes them. */
  private void time(@Nullable Duration time) throws XMLStreamException {
    if (time != null) {
      attribute("time", BigDecimal.valueOf(time.toMillis(), 3).toPlainString());
    }
  }

  /**
   * XML readers turn line breaks in attributes into spaces, so the element's text has the whole
   * message.
   */
  private void problem(String element, @Nullable String type, String message)
      throws XMLStreamException {
    xml.writeStartElement(element);
    if (type != null) {
      attribute("type", type);
    }
    attribute("message", message);
    if (message.chars().anyMatch(c -> c < ' ')) {
      xml.writeCharacters(clean(message));
    }
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, clean(value));
  }

  /** XML 1.0 allows neither most control characters nor lone surrogates, not even escaped. */
  private static String clean(String value) {
    StringBuilder clean = new StringBuilder();
    value
        .codePoints()
        .forEach(code -> {
          boolean allowed =
              code == '\t'
                  || code == '\n'
                  || code == '\r'
                  || (code >= 0x20 && code <= 0xD7FF)
                  || (code >= 0xE000 && code <= 0xFFFD)
                  || code >= 0x10000;
          clean.appendCodePoint(allowed ? code : 0xFFFD);
        });
    return clean.toString();
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }
}
