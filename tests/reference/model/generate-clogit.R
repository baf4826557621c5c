# SPDX-License-Identifier: GPL-3.0-or-later
# Conditional logits with approximated ties on fe_panel.csv (simulated):
#   Rscript generate-clogit.R   (in this folder, R 4.2.2, survival 3.5.3; writes clogit_ties.json)
suppressMessages(library(survival))
D <- read.csv("fe_panel.csv")
fit <- function(method) {
  m <- clogit(y ~ x1 + x2 + x3 + strata(id), D, method = method, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100))
  list(terms = names(coef(m)), coef = unname(coef(m)), se = unname(sqrt(diag(vcov(m)))), loglik = m$loglik[2], loglik_null = m$loglik[1])
}
vec <- function(v) if (is.character(v)) paste0("[", paste0('"', v, '"', collapse = ", "), "]") else
  paste0(if (length(v) > 1) "[", paste(sprintf("%.17g", v), collapse = ", "), if (length(v) > 1) "]")
json <- function(l) paste0("{", paste0('"', names(l), '": ', sapply(l, function(v) if (is.list(v)) json(v) else vec(v)), collapse = ",\n "), "}")
writeLines(json(list(breslow = fit("breslow"), efron = fit("efron"), exact = fit("exact"))), "clogit_ties.json")
