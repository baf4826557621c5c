# SPDX-License-Identifier: GPL-3.0-or-later
# Logits with factors, interactions, polynomials, splines and offsets on mla_dyads.csv, for names, order and
# numbers of the design; without the Islamic family, which has no events. Run in this folder:
# Rscript generate-designs.R (R 4.2.2, sandwich 3.0.2); writes designs.json. Levels are
# sorted as in the C locale.
suppressMessages({ library(sandwich); library(splines) })
Sys.setlocale("LC_COLLATE", "C")
d <- read.csv("mla_dyads.csv", stringsAsFactors = FALSE, na.strings = "")
formulas <- c(
  "sign ~ trade + family",
  "sign ~ trade + factor(family) + mindem",
  "sign ~ trade * family",
  "sign ~ family:trade",
  "sign ~ trade + family:trade",
  "sign ~ factor(ally) * factor(samelaw)",
  "sign ~ factor(ally):factor(samelaw) + trade - 1",
  "sign ~ family + factor(ally) - 1",
  "sign ~ trade - 1",
  "sign ~ family:factor(ally) + family",
  "sign ~ trade + poly(t, 3)",
  "sign ~ trade + poly(t, 2, raw = TRUE)",
  "sign ~ trade + log(crime + 1) + I(t^2) + offset(t/10)",
  "sign ~ (trade + mindem + ally)^2",
  "sign ~ trade + offset(t/10) + offset(crime/5)",
  "sign ~ trade + ns(t, df = 4)",
  "sign ~ ns(trade, 3) + mindem",
  "sign ~ trade + ns(t)",
  "sign ~ trade + ns(t, knots = c(4, 7, 14), Boundary.knots = c(1, 20))",
  "sign ~ trade + ns(t, knots = c(4, 7), Boundary.knots = c(3, 15))",
  "sign ~ trade + ns(t, df = 4, intercept = TRUE) - 1",
  "sign ~ trade + bs(t, df = 5)",
  "sign ~ trade + bs(t)",
  "sign ~ trade + bs(t, knots = c(5, 10), degree = 2)",
  "sign ~ mindem + bs(trade, df = 3, degree = 1)",
  "sign ~ trade + bs(t, df = 4, Boundary.knots = c(2, 18))",
  "sign ~ mindem * ns(t, df = 2)",
  "sign ~ factor(ally) * ns(trade, df = 2)",
  "sign ~ family + ally:bs(t, df = 3)",
  "sign ~ ns(log(crime + 1), df = 3) + trade"
)
cases <- lapply(formulas, function(f) {
  m <- suppressWarnings(glm(as.formula(f), binomial, d, subset = family != "islamic", control = glm.control(epsilon = 1e-15, maxit = 50)))
  keep <- !is.na(coef(m))
  list(formula = f, terms = I(names(coef(m))[keep]), dropped = I(names(coef(m))[!keep]),
       coef = I(unname(coef(m)[keep])), se = I(unname(sqrt(diag(vcov(m)))[keep])),
       hc0 = I(unname(sqrt(diag(sandwich(m)))[seq_len(sum(keep))])),
       loglik = as.numeric(logLik(m)), loglik_null = -m$null.deviance / 2, n = nobs(m))
})
# JSON by hand: numbers read back to the same double.
json <- function(x) {
  if (is.list(x)) paste0("{", paste0("\"", names(x), "\": ", sapply(x, json), collapse = ",\n  "), "}")
  else {
    v <- if (is.character(x)) encodeString(x, quote = "\"") else sprintf("%.17g", x)
    if (inherits(x, "AsIs")) paste0("[", paste(v, collapse = ", "), "]") else v
  }
}
writeLines(paste0("[", paste(sapply(cases, json), collapse = ",\n "), "]"), "designs.json")
