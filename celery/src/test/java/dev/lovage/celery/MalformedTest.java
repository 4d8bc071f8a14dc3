// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The messages that kill a Celery worker or vanish there, case by case.
class MalformedTest {

  private static final String HEADERS = "{'lang':'py','task':'t','id':'1'}";
  private static final String BODY = "[[2,3],{},null]";

  private static ReadTask read(String headers, String type, String body) {
    return TaskMessage.read(
        new CeleryMessage(
            KombuJson.read(headers.replace('\'', '"')),
            KombuJson.object(),
            type.isEmpty() ? null : type,
            null,
            body.replace('\'', '"').getBytes(UTF_8)));
  }

  private static ReadTask header(String name, String value) {
    return read(HEADERS.replace("}", ",'" + name + "':" + value + "}"), "application/json", BODY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[[2,3],{},null]",
        "[[2,3],{},{}]",
        "{'args':[2,3],'kwargs':{}}",
        "[null,null,null]",
      })
  void bodiesThatRun(String body) {
    assertThat(read(HEADERS, "application/json", body)).isInstanceOf(TaskMessage.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[2,3],{}] | body",
        "[[2,3],[],null] | kwargs",
        "[3,{},null] | args",
        "not json | body",
        "[[],{},{'chain':[5]}] | chain",
      },
      quoteCharacter = '`')
  void bodiesThatAreRefused(String body, String place) {
    var refused = (Refused) read(HEADERS, "application/json", body);
    assertThat(refused.reason()).startsWith(place);
    assertThat(refused.id()).isEqualTo("1");
  }

  @Test
  void argumentsAsAnObjectAreItsKeys() {
    var task = (TaskMessage) read(HEADERS, "application/json", "[{'a':1},{},null]");
    assertThat(task.argsRepr()).isEqualTo("('a',)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eta | '2020-01-01T00:00:00.123456789+00:00'",
        "eta | '2020-01-01T00:00Z'",
        "eta | '2020-01-01T00:00:00'",
        "eta | '2020-01-01T00:00:00+0200'",
        "timelimit | null",
        "retries | null",
        "unknown | {'x':1}",
      },
      quoteCharacter = '`')
  void headersThatRun(String name, String value) {
    assertThat(header(name, value.replace('\'', '"'))).isInstanceOf(TaskMessage.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eta | 'tomorrow'",
        "expires | 5",
        "timelimit | [null]",
        "timelimit | [1,'x']",
        "retries | 'x'",
        "compression | 'application/x-bz2'",
      },
      quoteCharacter = '`')
  void headersThatAreRefused(String name, String value) {
    assertThat(((Refused) header(name, value.replace('\'', '"'))).reason()).contains(name);
  }

  @Test
  void whatIsNotJsonByItsTypeIsRefused() {
    assertThat(((Refused) read(HEADERS, "", BODY)).reason()).contains("content-type: is missing");
    assertThat(((Refused) read(HEADERS, "application/x-yaml", BODY)).reason())
        .contains("task_serializer");
  }

  @Test
  void withoutIdOrTaskIsRefused() {
    assertThat(read("{'task':'t'}", "application/json", BODY)).isInstanceOf(Refused.class);
    assertThat(read("{}", "application/json", BODY)).isInstanceOf(Refused.class);
  }

  @Test
  void aBombIsRefused() {
    var deflater = new Deflater();
    deflater.setInput(new byte[Compression.MAX_BODY + 10]);
    deflater.finish();
    var bytes = new byte[1 << 20];
    int length = deflater.deflate(bytes);
    deflater.end();
    var bomb = Arrays.copyOf(bytes, length);
    assertThat(Compression.expand("application/x-gzip", bomb))
        .isInstanceOf(Compression.Refused.class);
  }
}
