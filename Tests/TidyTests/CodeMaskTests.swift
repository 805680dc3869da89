import Testing

@Suite struct CodeMaskTests {
  @Test(arguments: [
    ("a // b", "a     ", "  // b"),
    ("a /* /* b */ */ c", "a                 c", "  /* /* b */ */  "),
    ("f(\"x // y\") // z", "f(\"      \")     ", "            // z"),
    ("f(\"a\\(b(c) + \"d\")e\")", "f(\"   b(c) + \" \") \")", ""),
    ("f(#\"a\"b\"#)", "f(#\"   \"#)", ""),
    ("f(\"\"\"\n a\"b\n \"\"\")", "f(\"\"\"\n    \n \"\"\")", ""),
    ("f(\"a\\\"b\")", "f(\"    \")", ""),
    ("func `a b`()", "func `xxx`()", ""),
    ("#if x\n#endif", "#if x\n#endif", ""),
  ])
  func `tells code, texts and comments apart`(_ text: String, _ code: String, _ comments: String) {
    let mask = CodeMask(text)
    #expect(mask.code.count == text.utf8.count && mask.comments.count == text.utf8.count)
    let read = String(decoding: mask.code, as: UTF8.self)
    #expect(read.filter { $0 != " " } == code.filter { $0 != " " })
    let kept = String(decoding: mask.comments, as: UTF8.self).filter { !$0.isWhitespace }
    #expect(kept == comments.filter { !$0.isWhitespace })
  }
}
