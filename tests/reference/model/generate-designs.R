# SPDX-License-Identifier: GPL-3.0-or-later
# Logits with factors, interactions, polynomials and offsets on mla_dyads.csv, for names, order and
# numbers of the design; without the Islamic family, which has no events. Run in this folder:
# Rscript generate-designs.R (R 4.2.2, sandwich 3.0.2, jsonlite); writes designs.json. Levels are
# sorted as in the C locale.
suppressMessages(library(sandwich))
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
  "sign ~ trade + offset(t/10) + offset(crime/5)"
)
cases <- lapply(formulas, function(f) {
  m <- glm(as.formula(f), binomial, d, subset = family != "islamic", control = glm.control(epsilon = 1e-15, maxit = 50))
  keep <- !is.na(coef(m))
  list(formula = f, terms = I(names(coef(m))[keep]), dropped = I(names(coef(m))[!keep]),
       coef = I(unname(coef(m)[keep])), se = I(unname(sqrt(diag(vcov(m)))[keep])),
       hc0 = I(unname(sqrt(diag(sandwich(m)))[seq_len(sum(keep))])),
       loglik = as.numeric(logLik(m)), loglik_null = -m$null.deviance / 2, n = nobs(m))
})
writeLines(jsonlite::toJSON(cases, digits = NA, auto_unbox = TRUE, pretty = TRUE), "designs.json")
