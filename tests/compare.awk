# What was found against what was expected, as lines in threes: expected, found, and what is said
# where they differ (with -v verbose=-v, where they agree too). Ends with 1 where any differ.
NR % 3 == 1 { expected = $0 }
NR % 3 == 2 { found = $0 }
NR % 3 == 0 {
    if (expected == found) {
        passed++
        if (verbose == "-v") print "ok " $0
    } else {
        failed++
        print $0 "\n  expected " expected "\n  found    " found
    }
}
END { print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }
