/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong values of options, and options that contradict each other, verb by verb: each is answered
 * with one sentence that names the thing, and none is passed over in silence. */
#include "config.h"

#include "cli-fixture.h"

#include <string.h>

/* The files that the commands below read. */
static const struct
{
  const char *name, *text;
} files[] = {
  { "ties.csv", "from,to,w,name\nUSA,GBR,1,x\nGBR,FRA,2,y\nFRA,USA,3,z\n" },
  { "nodes.csv", "name,kind\nUSA,a\nGBR,b\nFRA,\nCHE,b\n" },
  { "doubled.csv", "name\nUSA\nUSA\n" },
  { "cut.sav", "$FL2@(#)" },
  { "self.csv", "from,to\nUSA,USA\n" },
  { "twice.csv", "from,to,w\nUSA,GBR,1\nGBR,USA,5\n" },
  { "negative.csv", "from,to,w\nUSA,GBR,-1\n" },
  { "heads.csv", "from,to,w\n" },
  { "empty.csv", "" },
  { "members.csv", "member,body\nUSA,EU\nUSA,EU\nGBR,EU\n" },
  { "pairs.csv", "ccode1,ccode2,year,y\n2,20,1990,0\n2,20,1991,1\n2,200,1990,0\n2,200,1991,0\n" },
  { "d.csv", "y,x,z,g\n0,1,2,a\n1,2,1,b\n0,3,5,a\n1,4,3,b\n0,5,1,a\n1,2,7,b\n1,6,2,a\n0,2,2,b\n" },
};

typedef struct
{
  const char *command;
  int status;
  const char *says;
} Refusal;

#define TIES "network ties.csv --from from --to to "
#define MEMBERS "network members.csv --two-mode member,body "
#define SURVIVAL "survival d.csv --formula 'Surv(x, y) ~ g' "
#define ROC "roc d.csv --formula 'y ~ x' "
#define FIT "fit d.csv --formula 'y ~ x' "
#define TEST "test d.csv --formula 'y ~ x + I(x^2)' "
#define GOWER "similarity --measure gower "

/* By the verb. Status 0: done, and said. */
static const Refusal refusals[] = {
  { "network ties.csv --from from", 2, "--to" },
  { "network ties.csv --from from --to from", 2, "both name “from”" },
  { TIES "--weight nope", 1, "nope" },
  { TIES "--weight name", 1, "“name” holds text" },
  { "network negative.csv --from from --to to --weight w", 1, "weighs -1" },
  { "network heads.csv --from from --to to", 1, "empty" },
  { "network empty.csv --from from --to to", 1, "empty.csv" },
  { "network self.csv --from from --to to", 0, "1 tie from one to itself: left out." },
  { "network twice.csv --from from --to to --weight w", 0, "1 repeated tie: joined" },
  { "network ties.csv --weight w", 2, "--weight" },
  { "network --directed", 2, "--directed" },
  { "network --common newman", 2, "--common" },
  { "network --bodies", 2, "--bodies" },
  { TIES "--groups w", 2, "--groups" },
  { TIES "--nodes nodes.csv --groups kind", 2, "--groups" },
  { TIES "--nodes nodes.csv --groups nope --numbers", 1, "nope" },
  { TIES "--nodes absent.csv", 1, "absent.csv" },
  { TIES "--nodes doubled.csv", 1, "each must be named once" },
  { "network --nodes nodes.csv", 2, "--nodes" },
  { TIES "--two-mode from,to", 2, "choose one" },
  { TIES "--common newman", 2, "--common" },
  { TIES "--bodies", 2, "--bodies" },
  { TIES "--year 1990", 2, "--year" },
  { TIES "--years 1990:2000", 2, "--years" },
  { TIES "--cumulative", 2, "--cumulative" },
  { TIES "--network tiea", 2, "--network" },
  { TIES "--region Europe", 2, "--region" },
  { TIES "--ego USA", 2, "--ego" },
  { TIES "--path USA,FRA", 2, "--path" },
  { TIES "--min-degree 2", 2, "--min-degree" },
  { TIES "--formula 'y ~ x'", 2, "--formula" },
  { TIES "--layer mlat", 2, "--layer" },
  { MEMBERS, 0, "1 repeated membership: counted once." },
  { MEMBERS "--weight y", 2, "--weight" },
  { MEMBERS "--directed", 2, "--directed" },
  { MEMBERS "--common foo", 2, "foo" },
  { "network members.csv --two-mode member,member", 2, "“member” twice" },
  { "network members.csv --two-mode member,nope", 1, "nope" },
  { "network --year 1990 --columns 2 --output n.png", 2, "--columns" },
  { "network --years 1990:2000 --tween 2", 2, "--tween" },

  { "network --layout spiral", 2, "--layout" },
  { "network --output n.tiff", 2, "--output" },
  { "network --layout circle", 2, "--layout" },
  { "network --projection polar --layout arc --output n.png", 2, "--projection" },
  { "network --color rainbow", 2, "--color" },
  { "network --color rainbow --output n.png", 2, "--color" },
  { "network --node-size big --output n.png", 2, "--node-size" },
  { "network --family roman", 2, "--family" },
  { "network --member book_club", 2, "--member" },
  { "network --network postal", 2, "--network" },
  { "network --layer postal --output n.png", 2, "--layer" },
  { "network --ego ''", 2, "--ego" },
  { "network --ego :2", 2, "--ego" },
  { "network --format csv", 2, "--format" },
  { "network --numbers --format latex", 2, "--format" },
  { "network --edges --output n.png", 2, "--edges" },
  { "network --path USA,CHE --output n.png", 2, "--path" },
  { "network --numbers --output n.png", 2, "--numbers" },
  { "network --model logit", 2, "--model" },
  { "network --ghosts -1", 2, "--ghosts" },
  { "network --min-degree -1", 2, "--min-degree" },
  { "network --theme dark", 2, "--theme" },
  { "network --theme beige --output n.png", 2, "--theme" },
  { "network --dpi 7 --output n.png", 2, "--dpi" },
  { "network --dpi nan --output n.png", 2, "--dpi" },
  { "network --size huge --output n.png", 2, "--size" },
  { "network --years 1990:2000:5", 2, "step" },
  { "network --years 1990:x", 2, "--years" },
  { "network --roles year=year", 2, "--roles" },
  { "network pairs.csv --network tiea", 2, "--network" },
  { "network pairs.csv --years 1990:2000", 2, "--years" },

  { "fit d.csv --formula 'y ~ x' --exponentiate --model lpm", 2, "--exponentiate" },
  { "fit d.csv --formula 'y ~ x' --exponentiate --model probit", 2, "--exponentiate" },
  { "fit d.csv --formula 'y ~ x' --model magic", 2, "--model" },
  { "fit d.csv --formula 'y ~ x' --vce magic", 2, "--vce" },
  { "fit d.csv --formula 'y ~ x' --time z", 2, "--time" },
  { "fit d.csv --formula 'y ~ x' --strata g", 2, "--strata" },
  { "fit d.csv --formula 'y ~ x' --group g", 2, "--group" },
  { "fit d.csv --formula 'y ~ x' --ties efron", 2, "--ties" },
  { "fit d.csv --formula 'y ~ x' --absorb g", 2, "--absorb" },
  { "fit d.csv --formula 'y ~ x' --metric ph", 2, "--metric" },
  { "fit d.csv --formula 'y ~ x' --time z --model lognormal --metric ph", 2, "--metric" },
  { "fit d.csv --formula 'y ~ x' --intervals wald", 2, "--intervals" },
  { "fit d.csv --formula 'y ~ x' --information expected", 2, "--information" },
  { "fit d.csv --formula 'y ~ x' --tau 0.1", 2, "--tau" },
  { "fit d.csv --formula 'y ~ x' --model relogit --tau 2", 2, "--tau" },
  { "fit d.csv --formula 'y ~ x' --model relogit --tau nan", 2, "--tau" },
  { "fit d.csv --formula 'y ~ x' --cluster ''", 2, "--cluster" },
  { "fit d.csv --formula 'y ~ x' --decimals 13", 2, "--decimals" },
  { "fit d.csv --formula 'y ~ x' --decimals -1", 2, "--decimals" },
  { "fit d.csv --formula 'y ~ x' --network mlat", 2, "--network" },
  { "fit d.csv --formula 'y ~ x' --years 1990:2000", 2, "--years" },
  { "fit d.csv --formula 'y ~ x' --format pdf", 2, "--format" },
  { "compare d.csv --formula 'y ~ x' --formula 'y ~ z' --exponentiate --model lpm", 2,
    "--exponentiate" },
  { "specs d.csv --formula 'y ~ x' --focal x --models logit,magic", 2, "--models" },
  { "specs d.csv --formula 'y ~ x' --focal x --vces hc0,magic", 2, "--vces" },
  { "specs d.csv --formula 'y ~ x' --focal x --models logit,probit --ties efron", 2, "--ties" },

  { "convert d.csv --where 'x > 99' --output o.csv", 1, "keeps none of the 8 rows" },
  { "convert d.csv --where '' --output o.csv", 2, "--where" },
  { "convert d.csv --roles year=x --output o.csv", 2, "--roles" },
  { "panel --lag -1 --output o.csv", 2, "--lag" },
  { "panel --roles year=year --output o.csv", 2, "--roles" },
  { "info d.csv --network mlat", 2, "--network" },
  { "info d.csv --output d.doc", 2, "--output" },
  { "info cut.sav", 1, "ends too early" },
  { "convert d.csv --output d.xlsx", 2, "--output" },
  { "panel --output p", 2, "--output" },
  { "info d.csv --derive deg=degree", 1, "state" },
  { "dyad USA CHE --paper a4", 2, "--paper" },
  { "dyad USA CHE --derive gower", 2, "--derive" },
  { "fit d.csv --formula 'y ~ x' --level 100", 2, "--level" },
  { "dyad USA CHE --paper papyrus --output p.png", 2, "--paper" },
  { "dyad USA CHE --year -5", 2, "--year" },
  { "dyad USA CHE --output d.doc", 2, "--output" },
  { "dyad USA Frnce", 1, "the nearest name is France." },
  { "dyad USA zzz", 1, "ISO3" },

  { GOWER "--pair USA,FRA", 2, "--pair" },
  { "similarity --measure ''", 2, "--measure" },
  { "similarity --measure ,", 2, "--measure" },
  { "similarity --measure gower,magic", 2, "--measure" },
  { GOWER "--order size", 2, "--order" },
  { GOWER "--output s.tiff", 2, "--output" },
  { GOWER "--tree --order name", 2, "--tree" },
  { GOWER "--tree --cut 3", 2, "--tree" },
  { GOWER "--tree --output s.png", 2, "--tree" },
  { "similarity --measure gower,tradition --tree", 2, "--tree" },
  { GOWER "--scale 3:1", 2, "--scale" },
  { GOWER "--scale big", 2, "--scale" },
  { GOWER "--scale none --output s.png", 2, "--scale" },
  { "similarity --measure tradition --scale none", 1, "no components" },
  { "similarity --measure s --components 'factor(polity2),polyarchy'", 1, "is a category" },
  { GOWER "--group wealth", 2, "--group" },
  { GOWER "--band colour", 2, "--band" },
  { GOWER "--theme dark", 2, "--theme" },
  { GOWER "--series --pair USA,FRA,GBR", 2, "USA,FRA,GBR" },
  { GOWER "--series --pair USA,XXX", 1, "XXX" },
  { GOWER "--series --pair USA,FRA --state USA", 2, "--series" },
  { GOWER "--series --cut 3", 2, "--cut" },
  { GOWER "--series --order ward", 2, "--order" },
  { GOWER "--series --difference-from 1980", 2, "--difference-from" },
  { GOWER "--cut 3 --group family", 2, "--cut" },
  { GOWER "--cut -1", 2, "--cut -1" },
  { GOWER "--columns 3 --output s.png", 2, "--columns" },
  { GOWER "--years 1990:1994:2 --columns -1 --output s.png", 2, "--columns" },
  { GOWER "--years 1990:1994:2 --columns 2", 2, "step" },

  { SURVIVAL "--times soon", 2, "--times" },
  { SURVIVAL "--quantiles 0", 2, "“0”" },
  { SURVIVAL "--quantiles 1", 2, "“1”" },
  { SURVIVAL "--quantiles nan", 2, "“nan”" },
  { SURVIVAL "--quantiles abc", 2, "“abc”" },
  { SURVIVAL "--quantiles 0.5,", 2, "“0.5,”" },
  { SURVIVAL "--quantiles ''", 2, "empty" },
  { SURVIVAL "--quantiles 0.5 --times 3", 2, "--times" },
  { SURVIVAL "--quantiles 0.5 --table curve", 2, "--table" },
  { SURVIVAL "--table groups --times 3", 2, "--times" },
  { SURVIVAL "--quantiles 0.5 --output s.png", 2, "s.png" },
  { SURVIVAL "--until -1", 2, "--until" },
  { SURVIVAL "--until nan", 2, "--until" },
  { SURVIVAL "--model cox", 2, "--model" },
  { SURVIVAL "--cluster g", 2, "--cluster" },

  { ROC "--thresholds 0.1;0.2", 2, "--thresholds" },
  { ROC "--thresholds -0.1", 2, "“-0.1”" },
  { ROC "--thresholds 2", 2, "“2”" },
  { ROC "--thresholds nan", 2, "“nan”" },
  { ROC "--thresholds ''", 2, "empty" },
  { ROC "--thresholds 0.5 --table curve", 2, "not of curve" },
  { ROC "--table nope", 2, "nope" },
  { ROC "--table curve --output r.png", 2, "r.png" },
  { ROC "--plot roc", 2, "--plot" },

  { SURVIVAL "--dpi 100", 2, "--dpi" },
  { ROC "--theme dark", 2, "--theme" },
  { ROC "--theme dork --output r.png", 2, "dork" },

  { FIT "--size 80x60", 2, "--size" },
  { FIT "--output f.png --format json", 2, "--format" },
  { FIT "--output f.png --theme dork", 2, "dork" },
  { FIT "--plot time", 2, "--plot" },
  { FIT "--plot tome --output f.png", 2, "tome" },
  { FIT "--plot time --ladder --output f.png", 2, "--plot" },
  { FIT "--term x", 2, "--term" },
  { FIT "--term x --output f.png", 2, "--term" },
  { FIT "--ladder --term w --output f.png", 1, "no term w" },
  { "effects d.csv --formula 'y ~ x' --grey", 2, "--grey" },
  { "predict d.csv --formula 'y ~ x' --output p.png", 2, "--over" },
  { "predict d.csv --formula 'y ~ x' --residuals pearson --output p.png", 2, "figure" },
  { "zph d.csv --formula 'y ~ z' --time x --term z", 2, "--term" },
  { "zph d.csv --formula 'y ~ z' --time x --term q --output z.png", 1, "no term q" },
  { "influence d.csv --formula 'y ~ x' --by g --term q --output i.png", 1, "no term q" },

  { TEST "--turning-point x", 2, "--turning-point" },
  { TEST "--turning-point ''", 2, "--turning-point" },
  { TEST "--turning-point x,x", 2, "--turning-point" },
  { TEST "--turning-point x,nope", 1, "nope" },
  { TEST "--turning-point 'x,I(x^2)' --terms x", 2, "--turning-point" },
  { TEST "--turning-point 'x,I(x^2)' --vif", 2, "--vif" },
  { TEST "--vif --hypothesis 'x = 0'", 2, "--vif" },
};

static void
write_files (Fixture *fixture)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = in_folder (fixture, files[i].name);

      g_assert_true (g_file_set_contents (path, files[i].text, -1, NULL));
    }
}

/* Names of files become places in the test's own folder. */
static char **
split_command (Fixture *fixture, const char *command)
{
  g_autoptr (GError) error = NULL;
  char **arguments;
  int n;

  g_assert_true (g_shell_parse_argv (command, &n, &arguments, &error));
  g_assert_no_error (error);
  for (int i = 0; i < n; i++)
    if (g_str_has_suffix (arguments[i], ".csv") || g_str_has_suffix (arguments[i], ".png") ||
        g_str_has_suffix (arguments[i], ".sav"))
      {
        g_autofree char *name = arguments[i];

        arguments[i] = in_folder (fixture, name);
      }
  return arguments;
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  const char *verb = data;

  write_files (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const Refusal *refusal = &refusals[i];
      g_auto (GStrv) arguments = split_command (fixture, refusal->command);

      if (!g_str_equal (arguments[0], verb))
        continue;
      g_test_message ("%s", refusal->command);
      cli_strv (fixture, (const char *const *) arguments);
      if (refusal->status == 2)
        assert_refuses_naming (fixture, refusal->says);
      else if (refusal->status == 1)
        assert_fails_naming (fixture, refusal->says);
      else
        {
          g_assert_cmpint (fixture->status, ==, 0);
          g_assert_nonnull (strstr (fixture->err, refusal->says));
        }
      for (char **argument = arguments; *argument != NULL; argument++)
        if (g_str_has_suffix (*argument, ".png"))
          g_assert_false (g_file_test (*argument, G_FILE_TEST_EXISTS));
    }
}

int
main (int argc, char **argv)
{
  static const char *const verbs[] = { "network", "similarity", "survival", "roc",   "test",
                                       "fit",     "compare",    "specs",    "convert", "panel",
                                       "info",    "dyad",       "effects",  "predict", "zph",
                                       "influence" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/refusals/%s", verbs[i]);

      g_test_add (path, Fixture, verbs[i], set_up, test_refusals, tear_down);
    }
  return g_test_run ();
}
