# SPDX-License-Identifier: GPL-3.0-or-later
# The same tasks in R, as its users do them: haven, data.table, glm with sandwich's clustered covariance, survival.
# Prints "task<TAB>seconds", with a third field x where a part was measured and multiplied, and
# "coef<TAB>task<TAB>term<TAB>estimate<TAB>se".
args <- commandArgs(TRUE)
dta <- args[1]; csv <- args[2]; model <- args[3]; cluster_name <- args[4]; times <- trimws(strsplit(args[5], ",")[[1]])
runs <- as.integer(args[6]); tasks <- if (length(args) > 6 && nzchar(args[7])) strsplit(args[7], ",")[[1]]
wanted <- function(task) is.null(tasks) || task %in% tasks
few <- min(runs, 3L)
has <- function(p) suppressPackageStartupMessages(requireNamespace(p, quietly = TRUE))
say <- function(task, f, n = 1L, factor = 1) {
  for (i in seq_len(n)) {
    invisible(gc(FALSE))
    time <- system.time(value <- f())[["elapsed"]]
    cat(task, "\t", sprintf("%.6f", time * factor), if (factor != 1) "\tx", "\n", sep = "")
  }
  value
}
tell <- function(task, b, se) for (t in names(b))
  cat(paste("coef", task, t, sprintf("%.17g", b[[t]]), sprintf("%.17g", se[[t]]), sep = "\t"), "\n", sep = "")

outcome <- trimws(sub("~.*", "", model))
sides <- strsplit(sub(".*~", "", model), "|", fixed = TRUE)[[1]]
terms <- trimws(strsplit(sides[1], "+", fixed = TRUE)[[1]])
time_terms <- if (length(sides) > 1) trimws(strsplit(sides[2], "+", fixed = TRUE)[[1]])
f <- reformulate(c(terms, time_terms), outcome)
cluster <- as.formula(paste("~", cluster_name))

d <- NULL
if (has("haven") && (is.null(tasks) || "read-dta" %in% tasks || !has("data.table")))
  d <- say("read-dta", function() haven::read_dta(dta), if (wanted("read-dta")) few else 1L)
if (has("data.table")) d <- say("read-csv", function() data.table::fread(csv, showProgress = FALSE),
                                if (wanted("read-csv")) runs else 1L)
d <- as.data.frame(d)

tight <- glm.control(epsilon = 1e-14, maxit = 50)
if (has("sandwich")) for (link in c("logit", "probit", "cloglog")) if (wanted(link)) {
  say(link, function() sandwich::vcovCL(glm(f, binomial(link), d), cluster = cluster), if (link == "logit") few else 1L)
  # Tighter convergence for the comparison of coefficients alone.
  m <- glm(f, binomial(link), d, control = tight)
  tell(link, coef(m), sqrt(diag(sandwich::vcovCL(m, cluster = cluster))))
}
if (wanted("firth") && has("brglm2")) {
  m <- say("firth", function() glm(f, binomial, d, method = brglm2::brglmFit, type = "AS_mean"))
  tell("firth", coef(m), sqrt(diag(vcov(m))))
}
if (wanted("relogit") && has("Zelig")) {
  suppressPackageStartupMessages(library(Zelig))
  m <- say("relogit", function() zelig(f, model = "relogit", tau = NULL, data = d, cite = FALSE))
  tell("relogit", coef(m), setNames(sqrt(diag(vcov(m)[[1]])), names(coef(m))))
}
if (has("survival") && any(sapply(c("cox", "cox-breslow", "zph", "baseline", "clogit-group", "clogit-year"), wanted))) {
  suppressPackageStartupMessages(library(survival))
  g <- as.formula(paste0("Surv(", times[1], ", ", times[2], ", ", outcome, ") ~ ", paste(terms, collapse = " + ")))
  d$cluster_of_row <- d[[cluster_name]]
  for (task in c("cox", "cox-breslow")) if (wanted(task)) {
    ties <- if (task == "cox") "efron" else "breslow"
    m <- say(task, function() coxph(g, d, ties = ties, cluster = cluster_of_row), min(runs, 2L))
    m <- coxph(g, d, ties = ties, cluster = cluster_of_row, control = coxph.control(eps = 1e-11, toler.chol = 1e-12))
    G <- length(unique(d$cluster_of_row[as.integer(rownames(model.frame(m)))]))
    tell(task, coef(m), setNames(sqrt(diag(m$var) * G / (G - 1)), names(coef(m))))
  }
  if (wanted("zph") || wanted("baseline")) {
    m <- coxph(g, d, ties = "efron")
    say("zph", function() cox.zph(m), few)
    say("baseline", function() survfit(m), few)
  }
  if (wanted("clogit-group")) {
    moving <- intersect(terms, c("ji_diff", "ideal_diff", "joint_dem", "ln_trade"))
    h <- reformulate(c(moving, sprintf("strata(%s)", cluster_name)), outcome)
    hit <- d[d[[cluster_name]] %in% d[[cluster_name]][d[[outcome]] == 1], ]
    m <- say("clogit-group", function() clogit(h, hit, method = "exact"), few)
    tell("clogit-group", coef(m), sqrt(diag(vcov(m))))
  }
  if (wanted("clogit-year")) {
    h <- reformulate(c(terms, "strata(year)"), outcome)
    m <- say("clogit-year", function() clogit(h, d, method = "breslow"))
    tell("clogit-year", coef(m), sqrt(diag(vcov(m))))
  }
}
if (wanted("bootstrap-200") && has("sandwich")) {
  m <- glm(f, binomial, d)
  set.seed(1)
  say("bootstrap-200", function() sandwich::vcovBS(m, cluster = cluster, R = 2), 1L, 100)
}
