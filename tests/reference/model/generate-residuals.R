# SPDX-License-Identifier: GPL-3.0-or-later
# Residuals of glm and lm on the first 60 rows of weights.csv and counts.csv (simulated):
#   Rscript generate-residuals.R   (in this folder, R 4.2.2; writes residuals.json)
W <- head(read.csv("weights.csv"), 60); C <- head(read.csv("counts.csv"), 60)
G <- list(epsilon = 1e-15, maxit = 100)
kinds <- function(m) { v <- lapply(c("response", "pearson", "deviance"), function(k) unname(residuals(m, k))); names(v) <- c("response", "pearson", "deviance"); c(list(fitted = unname(fitted(m))), v) }
suppressWarnings({
  cases <- list(logit = kinds(glm(y ~ x1 + x2, binomial, W, control = G)),
    logit_weighted = kinds(glm(y ~ x1 + x2, binomial, W, weights = pw, control = G)),
    lpm_weighted = kinds(lm(y ~ x1 + x2, W, weights = pw)),
    poisson = kinds(glm(y ~ x1 + x2 + offset(log(expo)), poisson, C, control = G)))
})
vec <- function(v) paste0("[", paste(sprintf("%.17g", v), collapse = ", "), "]")
json <- function(l) paste0("{", paste0('"', names(l), '": ', sapply(l, function(v) if (is.list(v)) json(v) else vec(v)), collapse = ",\n "), "}")
writeLines(json(cases), "residuals.json")
