# SPDX-License-Identifier: GPL-3.0-or-later
# Lags, leads, differences, years of peace and what two states have in common as terms of a logit, by
# base R from their definitions. The panel is simulated: some dyad-years are missing, rows are in no
# order. Run in this folder: Rscript generate-terms.R (R 4.2.2); writes terms.csv and terms.json.
suppressMessages(library(splines))
set.seed(3)
d <- expand.grid(year = 1980:2001, dyad = 1:48)
n <- nrow(d)
d$ccode1 <- 2 + (d$dyad - 1) %/% 8
d$ccode2 <- 500 + (d$dyad - 1) %% 8
d$x <- round(rnorm(n), 3)
d$x[runif(n) < .05] <- NA
d$polity1 <- sample(-10:10, n, TRUE)
d$polity2 <- sample(-10:10, n, TRUE)
d$law1 <- sample(c("civil", "common", "mixed"), n, TRUE)
d$law2 <- sample(c("civil", "common", "mixed"), n, TRUE)
d$y <- rbinom(n, 1, plogis(-2 + .5 * ifelse(is.na(d$x), 0, d$x)))
d <- d[runif(n) > .1, ]
d <- d[sample(nrow(d)), ]
write.csv(d, "terms.csv", row.names = FALSE, quote = FALSE, na = "")

at <- function(v, k) v[match(paste(d$dyad, d$year - k), paste(d$dyad, d$year))]
first <- tapply(d$year, d$dyad, min)[as.character(d$dyad)]
d$peace <- sapply(seq_len(nrow(d)), function(i) {
  events <- d$year[d$dyad == d$dyad[i] & d$y == 1 & d$year < d$year[i]]
  if (length(events)) d$year[i] - max(events) - 1 else d$year[i] - first[i]
})
d$lag1 <- at(d$x, 1); d$lag2 <- at(d$x, 2); d$lead1 <- at(d$x, -1); d$delta <- d$x - d$lag1
d$weak <- pmin(d$polity1, d$polity2); d$strong <- pmax(d$polity1, d$polity2)
d$distance <- abs(d$polity1 - d$polity2)
d$both <- as.numeric(d$polity1 >= 6 & d$polity2 >= 6)
d$alike <- as.numeric(d$law1 == d$law2)
cases <- list(
  c("y ~ lag(x) + lag(x, 2) + lead(x)", "y ~ lag1 + lag2 + lead1"),
  c("y ~ L(1/2).x + F.x", "y ~ lag1 + lag2 + lead1"),
  c("y ~ D.x + I(lag(x)^2)", "y ~ delta + I(lag1^2)"),
  c("y ~ lag(x):weak(polity) + strong(polity)", "y ~ strong + lag1:weak"),
  c("y ~ distance(polity) + both(polity >= 6) + alike(law)", "y ~ distance + both + alike"),
  c("y ~ peaceyears(y) + I(peaceyears(y)^2)", "y ~ peace + I(peace^2)"),
  c("y ~ ns(lag(x), df = 3) + x", "y ~ ns(lag1, df = 3) + x"),
  c("y ~ L.x + weak(polity) + ns(peaceyears(y), df = 3)", "y ~ lag1 + weak + ns(peace, df = 3)")
)
json <- function(x) {
  if (is.list(x)) paste0("{", paste0("\"", names(x), "\": ", sapply(x, json), collapse = ",\n  "), "}")
  else {
    v <- if (is.character(x)) encodeString(x, quote = "\"") else sprintf("%.17g", x)
    if (inherits(x, "AsIs")) paste0("[", paste(v, collapse = ", "), "]") else v
  }
}
out <- lapply(cases, function(f) {
  m <- glm(as.formula(f[2]), binomial, d, control = glm.control(epsilon = 1e-15, maxit = 50))
  list(formula = f[1], coef = I(unname(coef(m))), loglik = as.numeric(logLik(m)), n = nobs(m))
})
# The last model's effects of x: as observed, and with every covariate at its mean.
m <- glm(as.formula(cases[[8]][2]), binomial, d, control = glm.control(epsilon = 1e-15, maxit = 50))
used <- d[!is.na(d$lag1), ]
p <- fitted(m)
row <- c(1, mean(used$lag1), min(mean(used$polity1), mean(used$polity2)),
         predict(ns(d$peace, df = 3), mean(used$peace)))
q <- plogis(sum(row * coef(m)))
out[[8]]$effect <- mean(p * (1 - p)) * coef(m)[["lag1"]]
out[[8]]$effect_at_means <- q * (1 - q) * coef(m)[["lag1"]]
writeLines(paste0("[", paste(sapply(out, json), collapse = ",\n "), "]"), "terms.json")
