"""The book of experiments: the systems that reports and tutorials describe, trained and measured on the same digits.

How it is read. `mnist.py` says which digits are trained on, chosen on and measured on, and how their pixels become
inputs. `networks.py`, `classical.py` and `small_cnn.py` hold the experiments, one short paragraph of code each, with
the figure that their source reports; `our_reader.py` puts our line reader beside them. `fitting.py` trains a network
epoch by epoch, so that a training that was cut off goes on. `scores.py` turns probabilities into figures, `saved.py`
keeps what a run gave so that its figures can be made again, and `compare.py` puts all runs into one table.

Beside it: `contours.py`, numbers cut into digits as many reports do; `steps.py` and `measured_steps.py`, the
literature's preprocessing and what it does to our reader; `plots.py` and `report.py`, pictures and one page of them;
`data.py`, the list of all data sets; `tune.py`, a search.
"""
