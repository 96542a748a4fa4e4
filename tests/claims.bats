# Judgement: the rule lines against their own examples, and one-line cases.
load helpers

@test "every rule line matches its example and spares its counter-example" {
    assay-judge --prove
}

@test "one-line cases of judgement" {
    "$BATS_TEST_DIRNAME/claims.sh"
}
